//! `register` and what can be done with one.

use clap::{Arg, ArgAction, Command};

use super::localized;
use crate::diagnostic::{Lang, Message};
use crate::say;

pub(super) fn register(lang: Lang) -> Command {
    let words = |message: Message| message.get(lang).to_owned();
    let about = say!(
        "発行した文書の台帳を調べ、一覧にし、番号を無効にします。",
        "Check and list the register of issued documents; void a number."
    );
    let after = say!(
        "台帳は output/セット/register.jsonl です。kiyaku だけが書き足します。エディタで開いて保存しないでください。",
        "A register is output/<set>/register.jsonl. Only kiyaku writes to it; do not save it from an editor."
    );
    let command = Command::new("register").about(words(about)).after_help(words(after));
    localized(command, lang, "kiyaku register <コマンド> [オプション]")
        .subcommand_required(true)
        .disable_help_subcommand(true)
        .subcommand_help_heading(words(say!("コマンド", "Commands")))
        .subcommand_value_name(words(say!("コマンド", "COMMAND")))
        .subcommands([verify(lang), list(lang), show(lang), export(lang), void(lang), merge(lang)])
}

/// Which register is meant.
fn place(lang: Lang) -> [Arg; 2] {
    let set = say!(
        "セット。台帳は output/セット/register.jsonl（省略時: output にある、ただ一つの台帳）",
        "Set whose register is output/<set>/register.jsonl (default: the only one in output)"
    );
    let register = say!("台帳のファイル", "File of the register");
    let value = |name: &'static str, shown: &'static str, help: Message| {
        Arg::new(name).long(name).value_name(shown).help(help.get(lang).to_owned())
    };
    [value("set", "SET", set).conflicts_with("register"), value("register", "FILE", register)]
}

fn argument(name: &'static str, shown: &'static str, help: Message, lang: Lang) -> Arg {
    let heading = say!("引数", "Arguments").get(lang).to_owned();
    Arg::new(name).value_name(shown).required(true).help_heading(heading).help(help.get(lang).to_owned())
}

fn verify(lang: Lang) -> Command {
    let words = |message: Message| message.get(lang).to_owned();
    let about = say!(
        "台帳のすべての行と、行のつながりを調べ、最後の行の要約値を示します。",
        "Check every line of the register and their chain; tell the digest of the last line."
    );
    let digest = say!(
        "以前に控えた要約値。その行があり、そこまでが変わっていないことを確かめます",
        "A digest noted earlier: its line must be there, and everything up to it unchanged"
    );
    let after = say!(
        "台帳のファイルを書き換えられる人は、台帳をすべて作り直すことができます。\n最後の要約値を別の場所に控えておくと、作り直されたことが --digest で分かります。",
        "Whoever can write the file can make all of it anew. Note the last digest elsewhere: --digest then shows it."
    );
    let digest = Arg::new("digest").long("digest").value_name("DIGEST").help(words(digest));
    let command = Command::new("verify").about(words(about)).after_help(words(after));
    localized(command, lang, "kiyaku register verify [オプション]").arg(digest).args(place(lang))
}

fn list(lang: Lang) -> Command {
    let about = say!("発行した文書を一覧にします。", "List what was issued.");
    let command = Command::new("list").about(about.get(lang).to_owned());
    localized(command, lang, "kiyaku register list [オプション]").args(place(lang))
}

fn show(lang: Lang) -> Command {
    let about =
        say!("一つの番号について、台帳にあることをすべて示します。", "Tell all that the register says of a number.");
    let number = argument("number", "NUMBER", say!("番号", "The number"), lang);
    let command = Command::new("show").about(about.get(lang).to_owned());
    localized(command, lang, "kiyaku register show NUMBER [オプション]").arg(number).args(place(lang))
}

fn export(lang: Lang) -> Command {
    let words = |message: Message| message.get(lang).to_owned();
    let about = say!("台帳を Excel などで開ける CSV にします。", "Write the register as CSV for spreadsheets.");
    let format = Arg::new("format").long("format").value_name("FORMAT").value_parser(["csv"]).default_value("csv");
    let format = format.hide_default_value(true).hide_possible_values(true);
    let format_help = say!("出力の形式 [csv]（省略時: csv）", "Output format [csv] (default: csv)");
    let out = Arg::new("out").long("out").value_name("FILE");
    let out_help = say!("書き出すファイル（省略時: 画面）", "File to write (default: standard output)");
    let after = say!(
        "文字コードは BOM 付きの UTF-8 です。数式と受け取られる値の前には、アポストロフィ（'）を付けます。",
        "The file is UTF-8 with a byte order mark. What a spreadsheet would take for a formula gets an apostrophe before it."
    );
    let command = Command::new("export").about(words(about)).after_help(words(after));
    localized(command, lang, "kiyaku register export [オプション]")
        .arg(format.help(words(format_help)))
        .arg(out.help(words(out_help)))
        .args(place(lang))
}

fn void(lang: Lang) -> Command {
    let words = |message: Message| message.get(lang).to_owned();
    let about = say!(
        "発行した番号を無効にします。発行の行は残り、無効にした日時と理由の行を書き足します。",
        "Void a number: its line stays, and a line with the time and the reason is added."
    );
    let number = argument("number", "NUMBER", say!("無効にする番号", "The number to void"), lang);
    let reason = Arg::new("reason").long("reason").value_name("TEXT").required(true);
    let reason = reason.help(words(say!("無効にする理由", "Why it is voided")));
    let after = say!(
        "取り消すことはできません。同じデータから、新しい番号で発行し直せるようになります。",
        "This cannot be taken back. The same record can then be issued again under a new number."
    );
    let command = Command::new("void").about(words(about)).after_help(words(after));
    localized(command, lang, "kiyaku register void NUMBER --reason TEXT [オプション]")
        .arg(number)
        .arg(reason)
        .args(place(lang))
}

fn merge(lang: Lang) -> Command {
    let words = |message: Message| message.get(lang).to_owned();
    let about = say!(
        "分けて発行した台帳（register.K-of-N.jsonl）を、もとの台帳にまとめます。",
        "Merge the registers of shards (register.K-of-N.jsonl) into the one they belong to."
    );
    let files = argument("files", "FILE", say!("まとめる台帳", "Registers of shards"), lang);
    let after = say!(
        "問題が一つでもあれば何も書きません。すでにまとめた行は飛ばすので、何度まとめても構いません。まとめた台帳は、そのまま残ります。",
        "With any problem nothing is written. Lines that were merged before are passed over. The registers of shards stay."
    );
    let command = Command::new("merge").about(words(about)).after_help(words(after));
    localized(command, lang, "kiyaku register merge FILE… [オプション]")
        .arg(files.num_args(1..).action(ArgAction::Append))
        .args(place(lang))
}
