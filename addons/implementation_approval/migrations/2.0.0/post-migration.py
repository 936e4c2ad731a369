# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).


def migrate(cr, version):
    """Requests of the register that came before are about their plans."""
    if not version:
        return
    cr.execute(
        """
        UPDATE implementation_approval
           SET subject_kind = 'plan', subject_model = 'implementation.plan',
               subject_id = plan_id, round = 1, quorum = COALESCE(quorum, 1)
         WHERE subject_model IS NULL
        """
    )
    cr.execute(
        """
        INSERT INTO implementation_signing (plan_id, serial)
        SELECT id, 0 FROM implementation_plan ON CONFLICT DO NOTHING
        """
    )
