# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What records of one plan share while they become plan values, or the other way."""

from collections import defaultdict

from plankit.plan import COLLECTIONS, PARENTS, item_fields

#: What one record of a browser may cost is too much for each of ten thousand.
QUIET = {
    "tracking_disable": True,
    "mail_create_nolog": True,
    "mail_notrack": True,
    "mail_create_nosubscribe": True,
    "mail_auto_subscribe_no_notify": True,
}


class DocumentContext:
    """Keys, ids and roles of one plan, read in batches and never in a loop.

    ``target`` is the document's plan: it gives the order of new records.
    """

    def __init__(self, plan, target=None):
        self.plan = plan
        self.env = plan.env
        self._roles = {}
        self._ids = defaultdict(dict)
        self._keys = {}
        self._places = {}
        if target is not None:
            self._read_target(target)

    def _read_target(self, target):
        names = {getattr(target, "owner", "")}
        for collection in COLLECTIONS:
            has_owner = "owner" in item_fields(collection)
            for place, item in enumerate(target.items(collection), 1):
                self._places[collection, item.key] = 10 * place
                if has_owner:
                    names.add(item.owner)
        self.add_roles(names)

    # Roles

    def add_roles(self, names):
        """Find or create the roles of these names, all at once."""
        wanted = sorted({name for name in names if name} - self._roles.keys())
        if wanted:
            roles = self.env["implementation.role"]._get_or_create(
                wanted, self.plan.company_id
            )
            self._roles.update({name: role.id for name, role in roles.items()})

    def role_id(self, name):
        """The id of the role the document calls ``name``, or False."""
        if name and name not in self._roles:
            self.add_roles([name])
        return self._roles.get(name, False)

    # Keys

    def bind(self, collection, items, records):
        """Remember which record stands for which item."""
        for item, record in zip(items, records, strict=True):
            self._ids[collection][item.key] = record.id
            self._keys[record._name, record.id] = item.key

    def add_records(self, collection, records):
        """Remember the keys of present records; a repeated key is told apart."""
        ids = self._ids[collection]
        for record in records:
            key = record.document_key or f"new:{record.id}"
            if key in ids:
                key = f"{key}@{record.id}"
            ids[key] = record.id
            self._keys[record._name, record.id] = key

    def key(self, record):
        """The item's key of a record, an empty text for none."""
        return self._keys.get((record._name, record.id), "") if record else ""

    def record_id(self, collection, key):
        """The id of the record that stands for an item, or False."""
        return self._ids[collection].get(key, False) if key else False

    def parent_id(self, field, key):
        """The id of the record above: ``field`` is ``phase`` or ``task``."""
        return self.record_id(PARENTS[field], key)

    def sequence(self, collection, key):
        """The item's place in the document, or 0 where the document has it not."""
        return self._places.get((collection, key), 0)
