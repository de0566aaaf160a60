"""How an observation comes in, without telling more of its author than agreed."""

from dataclasses import dataclass
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from wagtail.log_actions import log

from knowledge.models import Observation, SealedIdentity, TriageStep
from knowledge.models.observations import digest_of
from knowledge.places import Place

UNSEALED = "knowledge.observation.unseal"


@dataclass(frozen=True, slots=True)
class Received:
    """An observation that is kept, and whether it was sent for the first time."""

    observation: Observation
    is_new: bool


def receive_observation(
    *, key: UUID, observation: Observation, place: Place | None, user=None
) -> Received:
    """Keep an observation, once however often it is sent.

    Args:
        key: made up by the sender; the receipt.
        observation: unsaved, with text, tone, naming, ``shown_as`` and subject.
        place: where it was.
        user: who is signed in; ``None`` for those who came by an invitation.
    """
    observation.key_digest = digest_of(key)
    observation.author = user if observation.naming == Observation.Naming.NAME else None
    if place is not None:
        place.put_on(observation)
    try:
        with transaction.atomic():
            observation.save()
            if place is not None:
                observation.access_groups.set(place.record.access_groups.all())
            if user is not None and observation.naming == Observation.Naming.ROLE:
                SealedIdentity.objects.create(observation=observation, user=user)
    except IntegrityError:
        earlier = Observation.objects.filter(key_digest=observation.key_digest).first()
        if earlier is None:
            raise
        return Received(earlier, is_new=False)
    return Received(observation, is_new=True)


@transaction.atomic
def send_again(observation: Observation, text: str) -> bool:
    """Put a returned observation back into the queue with its author's new words.

    Returns:
        Whether it was waiting for its author.
    """
    observation = Observation.objects.select_for_update(of=("self",)).get(
        pk=observation.pk
    )
    if observation.state != Observation.State.RETURNED:
        return False
    observation.text = text
    observation.state = Observation.State.SUBMITTED
    observation.save(update_fields=["text", "state"])
    TriageStep.objects.create(observation=observation, action=TriageStep.Action.RESEND)
    return True


@transaction.atomic
def unseal(observation: Observation, *, user, reason: str):
    """Return who sent an observation that shows only a role, and record the look.

    Returns:
        The account, or ``None`` if nobody's is sealed: the author had no account.

    Raises:
        PermissionDenied: ``user`` may not look.
    """
    if not user.has_perm("knowledge.unseal_observation"):
        raise PermissionDenied
    log(instance=observation, action=UNSEALED, user=user, data={"reason": reason})
    seal = SealedIdentity.objects.filter(observation=observation).first()
    return seal and seal.user
