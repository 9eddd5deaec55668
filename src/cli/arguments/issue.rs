//! `issue` and its options.

use clap::{Arg, ArgAction, Command};

use super::localized;
use crate::diagnostic::{Lang, Message};
use crate::say;

pub(super) fn issue(lang: Lang) -> Command {
    let words = |message: Message| message.get(lang).to_owned();
    let about = say!(
        "様式にデータを記入した PDF を、番号を付けて発行し、台帳に記録します。",
        "Fill in a form with data, number the PDFs and enter them in the register."
    );
    let after = say!(
        "発行済みのデータは飛ばすので、途中で止まっても、同じコマンドで続きから発行できます。\n問題のある行は発行せず、failed.csv に並べます。終了コードは、問題のある行があれば 1 です。",
        "Rows that were issued before are passed over: after an interruption, run the same command again.\nBad rows are not issued but listed in failed.csv; then the exit code is 1."
    );
    let form = Arg::new("form").value_name("FORM").required(true);
    let form = form.help_heading(words(say!("引数", "Arguments")));
    let form_help = say!("様式の名前（set.yaml の forms にある id）", "Id of the form, as set.yaml binds it");
    let flag = |name: &'static str, help: Message| {
        Arg::new(name).long(name).action(ArgAction::SetTrue).help(help.get(lang).to_owned())
    };
    let dry_run = say!("何も書き出さず、何が発行されるかだけを示します", "Write nothing; tell what would be issued");
    let template =
        say!("データを書き込むための空の CSV を画面に出します", "Print an empty CSV file to write the data into");
    let command = Command::new("issue").about(words(about)).after_help(words(after));
    localized(command, lang, "kiyaku issue FORM --set SET --data FILE [オプション]")
        .arg(form.help(words(form_help)))
        .args(values(lang))
        .arg(flag("dry-run", dry_run))
        .arg(flag("print-template", template))
}

fn values(lang: Lang) -> [Arg; 7] {
    let value = |name: &'static str, shown: &'static str, help: Message| {
        Arg::new(name).long(name).value_name(shown).help(help.get(lang).to_owned())
    };
    let set = say!("セット。名前か、フォルダ", "The set: its name or its folder");
    let revision = say!(
        "どの施行日の版から発行するか（省略時: 発行の日に効力のある版）",
        "Revision by its effective date (default: the one in force on the day of issue)"
    );
    let data = say!("データのファイル（.csv、.yaml、.json）", "The data (.csv, .yaml, .json)");
    let columns = say!(
        "データの列と様式の項目の対応（「列名: 項目」の YAML）",
        "Which column is which field (YAML, `column: field`)"
    );
    let out = say!("書き出し先のフォルダ（省略時: output）", "Folder to write to (default: output)");
    let register = say!(
        "台帳のファイル（省略時: output/セット/register.jsonl）",
        "The register (default: output/<set>/register.jsonl)"
    );
    let shard = say!(
        "N 台に分けて発行するときの K 台目の分だけを発行します。台帳は register.K-of-N.jsonl に分かれます",
        "Issue only the K-th of N shares; lines go to register.K-of-N.jsonl"
    );
    [
        value("set", "SET", set).required(true),
        value("revision", "DATE", revision),
        value("data", "FILE", data).required_unless_present("print-template"),
        value("columns", "FILE", columns),
        value("out", "DIR", out).default_value("output").hide_default_value(true),
        value("register", "FILE", register),
        value("shard", "K/N", shard),
    ]
}
