//! The files inside the binary, by their hashed addresses; and the area's own colours, which a pack brings.

use crate::area::Area;

/// A file with its compressed twins.
#[derive(Debug)]
pub struct Asset {
    /// Its name before hashing: `site.css`.
    pub name: &'static str,
    /// Its address, with its hash.
    pub address: &'static str,
    /// Its media type.
    pub media: &'static str,
    /// Its hash.
    pub hash: &'static str,
    /// As it is.
    pub plain: &'static [u8],
    /// Compressed with brotli.
    pub brotli: &'static [u8],
    /// Compressed with gzip.
    pub gzip: &'static [u8],
}

include!(concat!(env!("OUT_DIR"), "/assets.rs"));

/// A file by its address.
pub fn asset(address: &str) -> Option<&'static Asset> {
    ASSETS.iter().find(|a| a.address == address)
}

/// The address of a file by its name; none when this binary was built without it.
pub fn asset_address(name: &str) -> Option<&'static str> {
    ASSETS.iter().find(|a| a.name == name).map(|a| a.address)
}

/// The address of the area's own colours; none when it has the site's.
pub fn colours_address(area: &Area) -> Option<String> {
    area.colours.as_ref().map(|colours| format!("/assets/colours.{:016x}.css", colours.hash))
}
