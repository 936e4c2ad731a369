# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Command line of implementation plans. Speaks RPC; knows nothing of the ORM."""
