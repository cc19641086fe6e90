//! Writes what the template sees of each unit of a county: `write_views COUNTY FOLDER`.
//!
//! For `benches/batch.sh`, which has other programs set the same pages.

use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};

use banxin::analysis;
use banxin::document;
use banxin::folder::{self, Found};
use banxin::pages;
use banxin::settings::{self, Asked, Settled};

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<PathBuf> = std::env::args_os().skip(1).map(PathBuf::from).collect();
    let [county, views] = arguments.as_slice() else { return Err("write_views COUNTY FOLDER".into()) };
    fs::create_dir_all(views)?;
    for entry in fs::read_dir(county)? {
        let path = entry?.path();
        if path.is_dir() {
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            fs::write(views.join(format!("{name}.json")), view(&path, &name)?)?;
        }
    }
    Ok(())
}

/// Takes a unit's folder through all stages before the pages.
fn view(folder: &Path, name: &str) -> Result<String, Box<dyn Error>> {
    let sources = folder::contents(folder)?.files.iter().map(Found::source).collect::<Result<Vec<_>, _>>()?;
    let asked = Asked { unit_by_default: Some(name.to_string()), ..Asked::default() };
    let Settled { settings, .. } = settings::settle(&folder::layers(folder)?, &asked)?;
    let analysis = analysis::analyse(&sources, &settings).output?;
    let document = document::compose(&analysis.material(&settings));
    Ok(pages::view_json(&document)?)
}
