//! Whether two names are of one unit.

use crate::dossier::squeeze;
use crate::settings::group::Group;

/// Returns what is the same for every way to write a unit's name: `清溪镇`, `中共清溪镇委员会`.
pub fn unit_identity(name: &str) -> String {
    let group = Group::new(name, None, None);
    squeeze(&format!("{}{}", group.head(), group.link()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_unit_is_one_however_it_is_written() {
        for name in ["清溪 镇", "清溪镇党委", "中共清溪镇委员会", "清溪镇人民政府"] {
            assert_eq!(unit_identity(name), unit_identity("清溪镇"), "{name}");
        }
        for name in ["清溪乡", "上清溪镇", "清溪镇中心小学党支部", "清溪镇（2）"] {
            assert_ne!(unit_identity(name), unit_identity("清溪镇"), "{name}");
        }
    }
}
