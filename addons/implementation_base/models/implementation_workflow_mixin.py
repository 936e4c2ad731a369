# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, models
from odoo.exceptions import AccessError, UserError

from ..refusal import coded

# An identity that no RPC call can send.
_TRANSITION = object()
_KEY = "implementation_transition"


class ImplementationWorkflowMixin(models.AbstractModel):
    """``state`` moves along the edges of a ``plankit`` table, and by nothing else.

    A model declares ``_workflow`` and the field ``state``; ``_guard_<name>`` raises
    where a transition has a condition of its own.
    """

    _name = "implementation.workflow.mixin"
    _description = "Workflow"

    _workflow = None  # plankit.workflow.Workflow

    @api.model_create_multi
    def create(self, vals_list):
        """Everything is born in the first state; a default from outside counts not."""
        initial = self._workflow.initial
        if self.env.context.get(_KEY) is _TRANSITION:
            clean = self._without_passage()
            vals_list = [{"state": initial, **vals} for vals in vals_list]
            return super(ImplementationWorkflowMixin, clean).create(vals_list)
        if any(vals.get("state", initial) != initial for vals in vals_list):
            raise AccessError(self._state_refusal())
        return super().create([{**vals, "state": initial} for vals in vals_list])

    def write(self, vals):
        if self.env.context.get(_KEY) is _TRANSITION:
            # The passage is for this one write: a context travels further.
            return super(ImplementationWorkflowMixin, self._without_passage()).write(
                vals
            )
        if "state" in vals:
            raise AccessError(self._state_refusal())
        return super().write(vals)

    def copy_data(self, default=None):
        """A copy starts anew, whether or not the field says ``copy=False``."""
        vals_list = super().copy_data(default)
        if not (default and "state" in default):
            for vals in vals_list:
                vals.pop("state", None)
        return vals_list

    def _apply_transition(self, name, reason=""):
        """Take transition ``name`` on every record, or raise and move none."""
        self |= self  # a record that is named twice moves once
        edge = self._workflow.transitions[name]
        self._check_transition_role(edge)
        self.check_access("read")
        for record in self:
            record._check_transition_edge(edge)
            getattr(record, f"_guard_{name}", lambda: None)()
        before = {record.id: record.state for record in self}
        vals = {**self._prepare_transition_vals(edge), "state": edge.target}
        # Reason: the role was checked; it may move a row that it may not edit.
        self.sudo()._with_passage().write(vals)
        self._log_transition(edge, before, reason)
        return True

    def _prepare_transition_vals(self, edge):
        """What is written together with the state."""
        return {}

    def _set_state_privately(self, state):
        """An import sets the state its document claims: no edge, no event."""
        self._workflow_label(state)
        return self._with_passage().write({"state": state})

    @api.model
    def _create_privately(self, vals_list):
        """An import creates records in the states its document claims."""
        for vals in vals_list:
            self._workflow_label(vals.setdefault("state", self._workflow.initial))
        return self._with_passage().create(vals_list).with_env(self.env)

    def _with_passage(self):
        return self.with_context(**{_KEY: _TRANSITION})

    def _without_passage(self):
        context = dict(self.env.context)
        context.pop(_KEY)
        return self.with_context(context)  # pylint: disable=context-overridden

    @api.model
    def _check_transition_role(self, edge):
        group = f"implementation_base.group_{edge.role}"
        if self.env.user.has_group(group):
            return
        raise AccessError(
            coded(
                "role_required",
                self.env._(
                    'Only the role "%(role)s" may do this (%(transition)s). '
                    "Ask someone who has it.",
                    role=self.env.ref(group).sudo().name,  # names of groups are public
                    transition=edge.name,
                ),
            )
        )

    def _check_transition_edge(self, edge):
        if self.state in edge.sources:
            return
        raise UserError(
            coded(
                "transition_refused",
                self.env._(
                    '%(name)s is in state "%(state)s": "%(transition)s" is possible '
                    "from %(sources)s.",
                    name=self.display_name,
                    state=self._workflow_label(self.state),
                    transition=edge.name,
                    sources=", ".join(
                        f'"{self._workflow_label(key)}"'
                        for key, _label in self._workflow.states
                        if key in edge.sources
                    ),
                ),
            )
        )

    def _log_transition(self, edge, before, reason):
        """One event a record, with the state it came from."""
        target = self._workflow_label(edge.target)
        self.env["implementation.event"]._log(
            self,
            f"transition.{edge.name}",
            lambda record: self.env._(
                "%(name)s: %(old)s → %(new)s",
                name=record.display_name,
                old=self._workflow_label(before[record.id]),
                new=target,
            ),
            reason=reason,
            data=lambda record: {
                "transition": edge.name,
                "from": before[record.id],
                "to": edge.target,
            },
        )

    def _workflow_label(self, state):
        """The state's name in the user's language; an unknown state is a KeyError."""
        if state not in dict(self._workflow.states):
            raise KeyError(state)
        return dict(self._fields["state"]._description_selection(self.env))[state]

    def _state_refusal(self):
        return coded(
            "state_by_action",
            self.env._(
                "%(model)s: the state moves by its buttons only. "
                "Leave it out and use the action that leads there.",
                model=self._description,
            ),
        )
