//! A scratch project to run the command in, and its findings read back from JSON.

use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

pub struct Project {
    folder: tempfile::TempDir,
}

/// A small set that is in order.
pub const SET: &str = "\
title: かもめ予約
provider: { name: かもめ医療情報株式会社 }
documents: [terms]
revisions:
  - { number: \"1.0\", effective: 2026-10-01, announced: 2026-06-01, note: 制定 }
";

pub const TERMS: &str = "\
kind: terms
id: terms
title: かもめ予約利用規約
articles:
  - id: application
    caption: 規約の適用
    paragraphs:
      - この規約は、かもめ予約の利用に適用します。
";

pub const TERMS_PATH: &str = "terms/kamome/2026-10-01/terms.yaml";

impl Project {
    pub fn empty() -> Project {
        Project { folder: tempfile::tempdir().expect("a temporary folder") }
    }

    /// A project with one set that is in order.
    pub fn valid() -> Project {
        Project::empty().with("terms/kamome/set.yaml", SET).with(TERMS_PATH, TERMS)
    }

    pub fn with(self, path: &str, content: impl AsRef<[u8]>) -> Project {
        let path = self.path(path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("folders");
        fs::write(path, content).expect("a file");
        self
    }

    pub fn path(&self, path: &str) -> PathBuf {
        self.folder.path().join(path)
    }

    pub fn run(&self, arguments: &[&str]) -> Run {
        self.run_with(arguments, &[])
    }

    pub fn run_with(&self, arguments: &[&str], environment: &[(&str, &str)]) -> Run {
        let mut command = Command::new(env!("CARGO_BIN_EXE_kiyaku"));
        command.args(arguments).current_dir(self.folder.path());
        for name in ["KIYAKU_LANG", "SOURCE_DATE_EPOCH", "COLUMNS", "NO_COLOR"] {
            command.env_remove(name);
        }
        Run::of(command.envs(environment.iter().copied()).output().expect("kiyaku runs"))
    }

    /// Findings of `check` on a path.
    pub fn check(&self, path: &str) -> Vec<Finding> {
        let run = self.run(&["check", path, "--format", "json"]);
        let findings = findings(&run.out);
        assert_eq!(run.code, i32::from(findings.iter().any(|finding| finding.severity == "error")), "{}", run.err);
        findings
    }

    /// Every file below a folder with its bytes.
    pub fn files(&self, folder: &str) -> Vec<(PathBuf, Vec<u8>)> {
        fn walk(folder: &Path, out: &mut Vec<(PathBuf, Vec<u8>)>) {
            let Ok(entries) = fs::read_dir(folder) else { return };
            let mut names: Vec<OsString> = entries.map(|entry| entry.expect("an entry").file_name()).collect();
            names.sort();
            for path in names.into_iter().map(|name| folder.join(name)) {
                if path.is_dir() {
                    walk(&path, out);
                } else {
                    let bytes = fs::read(&path).expect("a file");
                    out.push((path, bytes));
                }
            }
        }
        let mut out = Vec::new();
        walk(&self.path(folder), &mut out);
        out
    }
}

pub struct Run {
    pub code: i32,
    pub out: String,
    pub err: String,
}

impl Run {
    fn of(output: Output) -> Run {
        let text = |bytes| String::from_utf8(bytes).expect("UTF-8");
        Run { code: output.status.code().expect("an exit code"), out: text(output.stdout), err: text(output.stderr) }
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    pub rule: String,
    pub severity: String,
    pub message: String,
    pub help: String,
    pub path: String,
    pub line: u64,
    pub column: u64,
    pub end_line: u64,
    pub end_column: u64,
    /// Line of each other place.
    pub related: Vec<u64>,
}

pub fn findings(json: &str) -> Vec<Finding> {
    let report: serde_json::Value = serde_json::from_str(json).expect("JSON");
    let read = |finding: &serde_json::Value| {
        let text = |key: &str| finding[key].as_str().unwrap_or_default().to_owned();
        let number = |key: &str| finding[key].as_u64().expect("a number");
        let related = finding["related"].as_array().expect("a list").iter();
        Finding {
            rule: text("rule"),
            severity: text("severity"),
            message: text("message"),
            help: text("help"),
            path: text("path"),
            line: number("line"),
            column: number("column"),
            end_line: number("end_line"),
            end_column: number("end_column"),
            related: related.map(|place| place["line"].as_u64().expect("a line")).collect(),
        }
    };
    report["diagnostics"].as_array().expect("a list").iter().map(read).collect()
}

/// The repository.
pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}
