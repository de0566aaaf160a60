"""How results are ranked: the one place for weights, the same in every engine.

A document is ranked by BM25 (k1 1.2, b 0.75; Robertson and Zaragoza 2009) over one
field that holds title, summary, tags and the whole text. A field is given weight by
being written more than once, as in BM25F, so that lengths and word counts stay those
of one text. The best documents of that ranking are then ranked again by how near the
query's neighbouring words stand to each other (a form of the sequential dependence
model of Metzler and Croft 2005).

nDCG@10 by `benchmarks.relevance`, each step on top of the one before:

                          cranfield    cacm  medline  uqa-urdu (sample)
    plain BM25                 .519    .520     .691       .775
    title written twice        .525    .521     .691       .780
    nearness                   .535    .531     .709       .784

Tried and left out: words taken from the best documents (relevance feedback, RM3 of
Lavrenko and Croft 2001, ranking the best hundred again; 3 to 10 documents, 20 to 60
words, weights of .3 to 1). It helps long questions on one subject and harms short ones
that ask for one thing, so that no setting is better on all four:

    3 documents, weight .6     .554    .534     .729       .774
    5 documents, weight .3     .551    .529     .722       .777
    10 documents, weight .6    .542    .507     .712       .770
"""

# How often each part is written into the ranked field.
TITLE_TIMES = 2
SUMMARY_TIMES = 1
TAGS_TIMES = 1

# Neighbouring words of the query within this many places of each other add this share
# of their BM25 score, for so many of the best documents.
NEARNESS_PLACES = 4
NEARNESS_WEIGHT = 0.2
NEARNESS_DOCUMENTS = 100

# Similar documents are those that share the best of a document's words; one in the
# title counts so many times.
SIMILAR_TITLE_TIMES = 3
SIMILAR_WORDS = 25
SIMILAR_SHARE = 0.3
