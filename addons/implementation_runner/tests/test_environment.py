# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from .common import JobCase


class TestEnvironment(JobCase):
    def test_the_target_is_a_word_for_a_policy_file(self):
        self.environment.name = "Prod (EU west)"
        self.assertEqual(self.environment.job_target, "prod-eu-west")

    def test_without_labels_the_target_is_the_label(self):
        self.assertEqual(self.environment._get_job_labels(), "staging")
        self.environment.job_labels = "Staging, db  db"
        self.assertEqual(self.environment._get_job_labels(), "db, staging")
