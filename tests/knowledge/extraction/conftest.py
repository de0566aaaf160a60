import pytest

from knowledge.extraction import Extraction, Limits, child
from knowledge.extraction.isolation import Conversation
from knowledge.extraction.messages import encode


def read_in_this_process(path, *, name="", limits=Limits()) -> Extraction:  # noqa: B008
    """What ``extract`` does, without starting a process: fast, and measured."""
    conversation = Conversation(limits)
    for message in child.read(path, name, limits):
        conversation.hear(encode(message).removesuffix(b"\n"))
    return conversation.result(conversation.end)


@pytest.fixture
def read():
    return read_in_this_process
