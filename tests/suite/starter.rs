//! `kiyaku new`: what it writes is in order, and nothing is overwritten.

use std::fs;

use crate::support::Project;

const EPOCH: [(&str, &str); 1] = [("SOURCE_DATE_EPOCH", "1795219200")];

#[test]
fn a_new_set_is_complete_and_in_order() {
    let project = Project::empty();
    let run = project.run_with(&["new", "terms/booking", "--title", "かもめ予約"], &EPOCH);
    assert_eq!(run.code, 0, "{}", run.err);
    let files: Vec<String> = project
        .files(".")
        .into_iter()
        .map(|(path, _)| path.strip_prefix(project.path(".")).expect("inside").to_string_lossy().replace('\\', "/"))
        .collect();
    let expected = [
        ".gitignore",
        "kiyaku.yaml",
        "terms/booking/2027-02-01/annex.yaml",
        "terms/booking/2027-02-01/forms/cancellation.yaml",
        "terms/booking/2027-02-01/terms.yaml",
        "terms/booking/set.yaml",
    ];
    assert_eq!(files, expected);
    for file in expected {
        assert!(run.out.contains(&format!("  {file}\n")), "{file} is not named in {}", run.out);
    }
    assert!(run.out.contains("kiyaku check terms/booking\n") && run.out.contains("kiyaku build terms/booking\n"));
    assert_eq!(project.run(&["check", "terms/booking", "--deny", "warnings"]).code, 0);
    assert_eq!(project.run(&["build", "terms/booking"]).code, 0);
    let text = fs::read_to_string(project.path("terms/booking/2027-02-01/terms.yaml")).expect("terms");
    assert!(text.contains("かもめ予約利用規約") && text.contains("２０２７年２月１日から施行"));
}

#[test]
fn nothing_is_overwritten() {
    let project = Project::valid().with("kiyaku.yaml", "rules: {}\n").with("file", "x");
    for taken in ["terms/kamome", "file"] {
        let run = project.run_with(&["new", taken], &EPOCH);
        assert_eq!(run.code, 2, "{taken}");
        assert!(run.err.contains("上書きはしません"), "{}", run.err);
    }
    assert_eq!(project.run_with(&["new", "terms/second"], &EPOCH).code, 0);
    assert_eq!(fs::read_to_string(project.path("kiyaku.yaml")).expect("settings"), "rules: {}\n");
    let run = project.run_with(&["new", "terms/third", "--title", "a: b"], &EPOCH);
    assert!(run.code == 2 && !project.path("terms/third").exists(), "{}", run.err);
}

#[test]
fn the_provider_is_put_in_and_names_are_those_of_sets() {
    let project = Project::empty();
    let run = project.run_with(&["new", "terms/booking", "--provider", "しろくま医用画像株式会社"], &EPOCH);
    assert_eq!(run.code, 0, "{}", run.err);
    for file in ["terms/booking/set.yaml", "terms/booking/2027-02-01/terms.yaml"] {
        let text = fs::read_to_string(project.path(file)).expect("a file");
        assert!(text.contains("しろくま医用画像株式会社") && !text.contains("あおば予約システム株式会社"), "{file}");
    }
    for name in ["terms/画像保管", "terms/Booking", "terms/my_set"] {
        let run = project.run_with(&["new", name], &EPOCH);
        assert!(run.code == 2 && run.err.contains("英小文字") && !project.path(name).exists(), "{name}: {}", run.err);
    }
    let outside = project.run_with(&["new", "elsewhere"], &EPOCH);
    assert!(outside.code == 0 && outside.out.contains("「terms」フォルダの外"), "{}", outside.out);
}

#[test]
fn help_is_a_command_as_well() {
    let project = Project::empty();
    assert_eq!(project.run(&["help", "new"]).out, project.run(&["new", "--help"]).out);
    assert_eq!(project.run(&["help"]).out, project.run(&["--help"]).out);
    let run = project.run(&["diff", "terms/booking/2027-02-01"]);
    assert!(run.code == 2 && run.err.contains("kiyaku diff --help"), "{}", run.err);
}
