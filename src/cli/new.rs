//! `kiyaku new`: a small set to start from, where nothing stands yet.

use std::path::Path;

use clap::ArgMatches;

use super::{CLEAN, Console, Failure};
use crate::say;
use crate::starter;
use crate::workspace;

pub(super) fn run(matches: &ArgMatches, console: &mut Console) -> Result<u8, Failure> {
    let lang = console.lang;
    let failure = |error: workspace::Error| error.message().get(lang).to_owned();
    let folder: &String = matches.get_one("dir").ok_or_else(String::new)?;
    let folder = Path::new(folder);
    let title = matches.get_one::<String>("title").map(String::as_str);
    let provider = matches.get_one::<String>("provider").map(String::as_str);
    if let Some(name) = [title, provider].into_iter().flatten().find(|name| !starter::is_title(name)) {
        let message = say!(
            "エラー: 「{name}」は題名や会社の名前に使えません。文字と数字だけで、60字までで書いてください",
            "error: `{name}` cannot be a title or a name; use letters and digits, at most 60"
        );
        return Err(message.get(lang).to_owned());
    }
    if !starter::is_set_name(&folder.file_name().unwrap_or_default().to_string_lossy()) {
        let folder = workspace::shown(folder);
        let message = say!(
            "エラー: 「{folder}」はセットの名前に使えません。名前は英小文字で始め、英小文字、数字、ハイフンだけで付けます。例: kiyaku new terms/booking",
            "error: `{folder}` cannot be a set; its name is of small letters, digits and hyphens, as in terms/booking"
        );
        return Err(message.get(lang).to_owned());
    }
    workspace::must_be_empty(folder).map_err(failure)?;
    let today = workspace::now().map_err(failure)?.date();
    let of_set = starter::files(title, provider, today).into_iter().map(|(place, text)| (folder.join(place), text));
    let project = workspace::project_of_new(folder);
    let of_project = starter::PROJECT.into_iter().map(|(name, text)| (project.join(name), text.to_owned()));
    let of_project = of_project.filter(|(path, _)| !workspace::stands(path));
    let files: Vec<_> = of_set.chain(of_project).collect();
    for (path, text) in &files {
        workspace::write_new(path, text.as_bytes()).map_err(failure)?;
    }
    let is_outside = folder.parent() == Some(project.as_path());
    let list: String = files.iter().map(|(path, _)| format!("  {}\n", workspace::shown(path))).collect();
    let folder = workspace::shown(folder);
    let argument = if folder.contains(' ') { format!("\"{folder}\"") } else { folder };
    let said = say!(
        "書き出しました。\n{list}\n次に、会社の名前と文章を直してから、次のとおり打ってください。\n  kiyaku check {argument}\n  kiyaku build {argument}\n",
        "Written:\n{list}\nPut in your own names and texts, then:\n  kiyaku check {argument}\n  kiyaku build {argument}\n"
    );
    console.out(said.get(lang));
    if is_outside {
        let outside = say!(
            "\n「terms」フォルダの外に作りました。場所を書かない kiyaku check では調べられません。「terms」の中に移すことをお勧めします。\n",
            "\nIt stands outside the folder `terms`, where `kiyaku check` without a path does not look; better move it there.\n"
        );
        console.out(outside.get(lang));
    }
    Ok(CLEAN)
}
