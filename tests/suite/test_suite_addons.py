# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

import ast
import re
import unittest

from suite_files import LEVELS, PREFIX, addons, files, manifest, needed, short

_REFERENCE = re.compile(r"\b(implementation_[a-z]+)\.[a-z]")
_KEYS = ("data", "demo")


class TestAddons(unittest.TestCase):
    def assert_none(self, found):
        found = sorted(found)
        self.assertFalse(found, "\n".join(["", *found]))

    def test_arrows_point_down(self):
        wrong = []
        for addon in addons():
            for other in manifest(addon)["depends"]:
                is_ours = other.startswith(PREFIX)
                if (
                    is_ours
                    and LEVELS[other] >= LEVELS[addon]
                    and not self.is_top(addon)
                ):
                    wrong.append(f"{addon} needs {other}")
        self.assert_none(wrong)

    def is_top(self, addon):
        """The app needs all, its neighbour on the top level included."""
        return addon == "implementation_suite"

    def test_the_app_needs_every_addon(self):
        self.assert_none(set(addons()) - needed("implementation_suite"))

    def test_code_names_only_what_its_addon_needs(self):
        wrong = []
        for path in [*files("*.py"), *files("*.xml"), *files("*.csv")]:
            own = next(a for a, folder in addons().items() if folder in path.parents)
            known = needed(own)
            for name in set(_REFERENCE.findall(path.read_text())) & set(addons()):
                if name not in known:
                    wrong.append(f"{short(path)} names {name}")
        self.assert_none(wrong)

    def test_every_data_file_is_in_the_manifest(self):
        wrong = []
        for addon, folder in addons().items():
            listed = [name for key in _KEYS for name in manifest(addon).get(key, ())]
            wrong += [f"{addon}: {n} twice" for n in listed if listed.count(n) > 1]
            present = {
                path.relative_to(folder).as_posix()
                for pattern in ("*.xml", "*.csv")
                for path in folder.rglob(pattern)
                if path.relative_to(folder).parts[0] not in ("static", "tests", "i18n")
            }
            wrong += [
                f"{addon}: {name} is not loaded" for name in present - set(listed)
            ]
            wrong += [
                f"{addon}: there is no {name}"
                for name in listed
                if not (folder / name).is_file()
            ]
        self.assert_none(wrong)

    def test_manifests_say_what_both_series_need(self):
        wrong = []
        for addon in addons():
            values = manifest(addon)
            if not re.fullmatch(r"\d+\.\d+\.\d+", values.get("version", "")):
                wrong.append(f"{addon}: version")
            if values.get("license") != "LGPL-3":
                wrong.append(f"{addon}: license")
            wrong += [
                f"{addon}: {key}"
                for key in ("author", "category", "name", "summary")
                if not values.get(key)
            ]
        self.assert_none(wrong)

    def test_addons_that_import_plankit_declare_it(self):
        wrong = set()
        for path in files("*.py", tests=False):
            own = next(a for a, folder in addons().items() if folder in path.parents)
            for node in ast.walk(ast.parse(path.read_text())):
                module = getattr(node, "module", None) or ""
                if (
                    isinstance(node, ast.ImportFrom)
                    and module.split(".")[0] == "plankit"
                ):
                    needs = manifest(own).get("external_dependencies", {})
                    if "plankit" not in needs.get("python", ()):
                        wrong.add(f"{own} imports plankit")
        self.assert_none(wrong)

    def test_every_addon_has_its_readme(self):
        self.assert_none(
            addon
            for addon, folder in addons().items()
            if not (folder / "README.rst").is_file()
        )
