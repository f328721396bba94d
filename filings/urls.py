"""The addresses of the queue, of filings and of the catalogue of checks."""

from django.urls import path

from filings.views import archive, history, lists, notes, review, rows, sign, steps

urlpatterns = [
    path("", lists.queue, name="queue"),
    path("search/", lists.search, name="search"),
    path("checks/", lists.checks_page, name="checks"),
    path("checks.json", lists.checks_json, name="checks-json"),
    path("filings/", lists.filings, name="filings"),
    path("filings/new/", steps.new, name="filing-new"),
    path("filings/import/", history.imports, name="imports"),
    path("filings/import/<int:pk>/", history.import_run, name="import-run"),
    path("filings/import/<int:pk>/progress/", history.import_progress, name="import-progress"),
    path("filings/import/<int:pk>/retry/", history.import_retry, name="import-retry"),
    path("filings/<int:pk>/", archive.filing_page, name="filing"),
    path("filings/<int:pk>/split/", steps.split, name="filing-split"),
    path("filings/<int:pk>/discard/", steps.discard, name="filing-discard"),
    path("filings/<int:pk>/who/", steps.who, name="filing-who"),
    path("filings/<int:pk>/who/add/", steps.owner_add, name="filing-owner-add"),
    path("filings/<int:pk>/who/<int:one>/", steps.owner_save, name="filing-owner-save"),
    path("filings/<int:pk>/who/<int:one>/remove/", steps.owner_remove, name="filing-owner-remove"),
    path("filings/<int:pk>/report/", steps.report, name="filing-report"),
    path("filings/<int:pk>/table-1/", rows.table_1, name="filing-table-1"),
    path("filings/<int:pk>/table-2/", rows.table_2, name="filing-table-2"),
    path("filings/<int:pk>/table-<str:table>/add-<str:kind>/", rows.add, name="filing-row-add"),
    path(
        "filings/<int:pk>/table-<str:table>/proposal-<str:kind>/", rows.proposal, name="filing-row-proposal"
    ),
    path("filings/<int:pk>/table-<str:table>/totals/", rows.totals, name="filing-totals"),
    path("filings/<int:pk>/rows/<int:one>/", rows.edit, name="filing-row"),
    path("filings/<int:pk>/rows/<int:one>/copy/", rows.copy, name="filing-row-copy"),
    path("filings/<int:pk>/rows/<int:one>/move/", rows.move, name="filing-row-move"),
    path("filings/<int:pk>/rows/<int:one>/remove/", rows.remove, name="filing-row-remove"),
    path("filings/<int:pk>/notes/", notes.notes, name="filing-notes"),
    path("filings/<int:pk>/notes/plan/", notes.plan_note, name="filing-plan-note"),
    path("filings/<int:pk>/notes/<int:one>/", notes.edit, name="filing-note"),
    path("filings/<int:pk>/notes/<int:one>/remove/", notes.remove, name="filing-note-remove"),
    path("filings/<int:pk>/exhibits/", steps.exhibits, name="filing-exhibits"),
    path("filings/<int:pk>/review/", review.review, name="filing-review"),
    path("filings/<int:pk>/review/acknowledge/", review.acknowledge, name="filing-acknowledge"),
    path("filings/<int:pk>/preview/", review.preview, name="filing-preview"),
    path("filings/<int:pk>/sign/", sign.sign, name="filing-sign"),
    path("filings/<int:pk>/send-back/", sign.send_back, name="filing-send-back"),
    path("filings/<int:pk>/documents/", archive.documents, name="filing-documents"),
    path("filings/<int:pk>/documents/<int:one>/", archive.download, name="filing-download"),
    path("filings/<int:pk>/documents/<int:one>/retry/", archive.retry, name="filing-retry"),
    path("filings/<int:pk>/documents/make/", archive.make_documents, name="filing-make-documents"),
    path("filings/<int:pk>/edgar-copy/", archive.hand_out, name="filing-edgar-copy"),
    path("filings/<int:pk>/accepted/", archive.accepted, name="filing-accepted"),
    path("filings/<int:pk>/amend/", archive.amend, name="filing-amend"),
]
