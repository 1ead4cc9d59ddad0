"""The endpoint check for the sender: the stored rules, once more, at send time.

The rules themselves stand in `models/push_address.py`, where the page that stores a subscription can
reach them too. The address behind the name is looked at in `network.py`, at the moment of connecting.
"""

from app.models.push_address import NotAPushService, check, check_keys, is_extra

__all__ = ["NotAPushService", "check", "check_keys", "is_extra"]
