"""Notes what the admin does without the signals of models."""

from wagtail import hooks

from search.signal_handlers import note_change


@hooks.register("before_bulk_action")
def note_bulk_action(request, action_type, objects, action):
    """Note every object: some actions, such as adding to a collection, only update."""
    for instance in objects:
        note_change(type(instance), instance)
