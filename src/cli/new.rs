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
    if let Some(title) = title.filter(|title| !starter::is_title(title)) {
        let message = say!(
            "エラー: 「{title}」は題名に使えません。文字と数字だけで、60字までで書いてください",
            "error: `{title}` cannot be a title; use letters and digits, at most 60"
        );
        return Err(message.get(lang).to_owned());
    }
    workspace::must_be_empty(folder).map_err(failure)?;
    let today = workspace::now().map_err(failure)?.date();
    let of_set = starter::files(title, today).into_iter().map(|(place, text)| (folder.join(place), text));
    let project = workspace::project_of_new(folder);
    let of_project = starter::PROJECT.into_iter().map(|(name, text)| (project.join(name), text.to_owned()));
    let of_project = of_project.filter(|(path, _)| !workspace::stands(path));
    let files: Vec<_> = of_set.chain(of_project).collect();
    for (path, text) in &files {
        workspace::write_new(path, text.as_bytes()).map_err(failure)?;
    }
    let list: String = files.iter().map(|(path, _)| format!("  {}\n", workspace::shown(path))).collect();
    let folder = workspace::shown(folder);
    let argument = if folder.contains(' ') { format!("\"{folder}\"") } else { folder };
    let said = say!(
        "書き出しました。\n{list}\n次に、会社の名前と文章を直してから、次のとおり打ってください。\n  kiyaku check {argument}\n  kiyaku build {argument}\n",
        "Written:\n{list}\nPut in your own names and texts, then:\n  kiyaku check {argument}\n  kiyaku build {argument}\n"
    );
    console.out(said.get(lang));
    Ok(CLEAN)
}
