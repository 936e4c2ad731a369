# Each command is a function in tools/; README.md lists the settings.
PYTHON ?= python3
COMMANDS = run stop reset shell psql pot test

.PHONY: help $(COMMANDS)

help:
	@echo "make run    a server with the suite and its demo plan at http://127.0.0.1:8069"
	@echo "make stop   stop it; data stays"
	@echo "make reset  forget databases and files (FORCE=1 asks nothing)"
	@echo "make test   every test (SERIES=18.0, PART=plankit narrow it)"
	@echo "make shell  a Python prompt inside Odoo"
	@echo "make psql   a prompt on the database"
	@echo "make pot    write every addon's list of translatable words"

$(COMMANDS):
	@$(PYTHON) -m tools $@
