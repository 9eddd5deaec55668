//! `import`

use clap::{Arg, ArgAction, Command};

use super::localized;
use crate::diagnostic::{Lang, Message};
use crate::say;

pub(super) fn import(lang: Lang) -> Command {
    let words = |message: Message| message.get(lang).to_owned();
    let about = say!(
        "テキスト、Word（.docx）、Markdown、HTML、PDF の規約を取り込み、YAML のセットにします。",
        "Turn terms in text, Word (.docx), Markdown, HTML or PDF into a set of YAML documents."
    );
    let after = say!(
        "取り込んだ文書をもう一度文章に組み立てて原文と比べ、失われた字や加わった字があれば、すべて示します（終了コード 1）。\n\
         原文の行は set の origin フォルダに残り、kiyaku check --origin で原文の行が分かります。",
        "What was imported is compiled again and compared with the original; everything lost or added is shown (exit code 1).\n\
         The lines of the original are kept in the folder `origin`; kiyaku check --origin tells them."
    );
    let file = Arg::new("file").value_name("FILE").required(true).help_heading(words(say!("引数", "Arguments")));
    let file_help = say!(
        "取り込むファイル（.txt .docx .md .html .pdf。テキストは UTF-8、Shift_JIS、UTF-16 など）",
        "File to import (.txt .docx .md .html .pdf; text in UTF-8, Shift_JIS, UTF-16 and others)"
    );
    let out = Arg::new("out").long("out").value_name("DIR").required(true);
    let out_help = say!("セットを書き出すフォルダ。例: terms/booking", "Folder for the set, such as terms/booking");
    let effective = Arg::new("effective").long("effective").value_name("DATE");
    let effective_help = say!(
        "施行日（例: 2026-10-01）。省略すると、原文の「附則」や「…現在」から読み取ります",
        "Effective date, such as 2026-10-01 (default: what the original says)"
    );
    let tracked = Arg::new("tracked").long("tracked").value_name("CHOICE").value_parser(["accept", "reject"]);
    let tracked = tracked.default_value("accept").hide_default_value(true).hide_possible_values(true);
    let tracked_help = say!(
        "Word の変更履歴を、反映するか、元に戻すか [accept, reject]（省略時: accept）",
        "Tracked changes of Word: make or refuse them [accept, reject] (default: accept)"
    );
    let force = Arg::new("force").long("force").action(ArgAction::SetTrue);
    let force_help = say!("すでにあるファイルも書き換えます", "Write over files that exist");
    let command = Command::new("import").about(words(about)).after_help(words(after));
    localized(command, lang, "kiyaku import FILE --out DIR [オプション]")
        .arg(file.help(words(file_help)))
        .arg(out.help(words(out_help)))
        .arg(effective.help(words(effective_help)))
        .arg(tracked.help(words(tracked_help)))
        .arg(force.help(words(force_help)))
}
