"""The demo accounts; one well-known password, for a demonstration only."""

from portal.demo.schema import Account

PASSWORD = "sabaq-demo"  # noqa: S105 - printed on screen by design

ACCOUNTS = (
    Account(
        "archivist",
        "Demo",
        "Archivist",
        "archivist@sabaq.example",
        "archivist",
        "Archives stocktake packs and sees the restricted items of SMU Punjab.",
        ("smu",),
    ),
    Account(
        "editor",
        "Demo",
        "Editor",
        "editor@sabaq.example",
        "editor",
        "Writes and edits lessons and sees the restricted items of SSU Khyber "
        "Pakhtunkhwa.",
        ("ssu",),
    ),
    Account(
        "moderator",
        "Demo",
        "Moderator",
        "moderator@sabaq.example",
        "moderator",
        "Approves and publishes the lessons that editors submit, or returns them.",
        ("smu", "ssu"),
    ),
    Account(
        "trainer",
        "Demo",
        "Trainer",
        "trainer@sabaq.example",
        "trainer",
        "Links lessons to the curriculum; sees internal items, no restricted ones.",
        (),
    ),
    Account(
        "curator",
        "Demo",
        "Curator",
        "curator@sabaq.example",
        "curator",
        "Decides about observations, holds learning events, drafts lessons.",
        ("smu", "ssu"),
    ),
    Account(
        "administrator",
        "Demo",
        "Administrator",
        "administrator@sabaq.example",
        "administrator",
        "Manages everything: users, units, settings and all items.",
        ("smu", "ssu"),
    ),
)
