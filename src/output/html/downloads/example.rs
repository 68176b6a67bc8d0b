//! How to use the data: examples to copy, with the portal's own addresses. A test runs each of them.

use crate::output::Site;
use crate::output::html::view::ExampleView;
use crate::route::{Catalogue, Dump, Route, Table, TableFormat};

/// An example: its key in the language files, the tool, what it needs, and what to type. `{name}` stands for the
/// address of a file.
struct Example {
    key: &'static str,
    tool: &'static str,
    needs: &'static [(&'static str, Dump)],
    code: &'static str,
}

const PAPERS_LINES: Dump = Dump::Table(Table::Papers, TableFormat::JsonLines);
const PAPERS_CSV: Dump = Dump::Table(Table::Papers, TableFormat::Csv);
const PAPERS_PARQUET: Dump = Dump::Table(Table::Papers, TableFormat::Parquet);

const EXAMPLES: [Example; 6] = [
    Example {
        key: "curl",
        tool: "curl, jq",
        needs: &[("papers", PAPERS_LINES)],
        code:
            "\
curl -s {papers} |
  jq -r 'select(.status == \"open\" or .status == \"overdue\") | [.date, .reference, .name] | @tsv'",
    },
    Example {
        key: "python",
        tool: "Python",
        needs: &[("portal", Dump::Portal)],
        code: "\
import json
from urllib.request import urlopen

portal = json.load(urlopen(\"{portal}\"))
for part in portal[\"parts\"]:
    for paper in json.load(urlopen(part[\"url\"]))[\"papers\"]:
        for relation in paper.get(\"relations\", []):
            print(paper[\"name\"], relation[\"type\"], relation.get(\"reference\"), sep=\"\\t\")",
    },
    Example {
        key: "duckdb",
        tool: "DuckDB",
        needs: &[("papers", PAPERS_PARQUET)],
        code: "\
SELECT body, year, count(*) AS papers
FROM read_parquet('{papers}')
GROUP BY body, year
ORDER BY body, year;",
    },
    Example {
        key: "r",
        tool: "R",
        needs: &[("papers", PAPERS_CSV)],
        code: "\
papers <- read.csv(\"{papers}\", encoding = \"UTF-8\")
table(papers$body, papers$status)",
    },
    Example {
        key: "datasette",
        tool: "Datasette",
        needs: &[
            ("database", Dump::Sqlite),
            ("metadata", Dump::DatasetteMetadata),
        ],
        code: "\
curl -sO {database}
curl -sO {metadata}
datasette drucksache.sqlite --metadata datasette-metadata.json",
    },
    Example {
        key: "checksum",
        tool: "sha256sum",
        needs: &[("portal", Dump::Portal)],
        code: "\
curl -sO {portal}
curl -sO {checksums}
sha256sum --check --ignore-missing SHA256SUMS.txt",
    },
];

/// The examples whose files are built.
pub(super) fn examples(site: &Site<'_>) -> Vec<ExampleView> {
    let built = site.downloads();
    let checksums = Route::Catalogue(Catalogue::Checksums);
    let possible = EXAMPLES.iter().filter(|example| {
        example.needs.iter().all(|(_, dump)| built.contains(dump))
            && (example.key != "checksum" || site.has("catalogue"))
    });
    possible
        .map(|example| {
            let mut code = example.code.to_owned();
            for (name, dump) in example.needs {
                let address = site.map.absolute(&Route::Dump(*dump));
                code = code.replace(&format!("{{{name}}}"), &address);
            }
            code = code.replace("{checksums}", &site.map.absolute(&checksums));
            ExampleView {
                key: example.key,
                tool: example.tool,
                text: site.word(&format!("example.{}", example.key)),
                code,
            }
        })
        .collect()
}
