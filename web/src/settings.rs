//! What whoever starts the pages decides.
use std::collections::BTreeMap;
use std::path::Path;

use url::Url;

use crate::demo::Demo;

/// How the pages are opened.
#[derive(Default)]
pub struct Settings {
    /// The address that people type, where it is not the one that is listened on: of the proxy that
    /// ends TLS before the pages.
    pub origin: Option<Origin>,
    /// Whether the pages speak TLS themselves.
    pub tls: bool,
    /// Files of a design system, laid in.
    pub brand: Option<Brand>,
    /// The people of a campaign that was played, who may be visited. Only `placement demo` has any.
    pub demo: Option<Demo>,
}

/// A public address: scheme, host and port.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Origin {
    text: String,
    secure: bool,
}

/// A text that is no public address.
#[derive(Debug, thiserror::Error)]
#[error("no address of pages; give https://HOST, or http://HOST:PORT")]
pub struct BadOrigin;

impl Origin {
    /// Reads it.
    ///
    /// # Errors
    /// It is none, or has a path.
    pub fn parse(text: &str) -> Result<Self, BadOrigin> {
        let url = Url::parse(text).map_err(|_| BadOrigin)?;
        let plain = url.path() == "/" && url.query().is_none() && url.fragment().is_none();
        let secure = match url.scheme() {
            "https" => true,
            "http" => false,
            _ => return Err(BadOrigin),
        };
        if !plain || !url.username().is_empty() || url.host_str().is_none() {
            return Err(BadOrigin);
        }
        Ok(Self {
            text: url.origin().ascii_serialization(),
            secure,
        })
    }

    /// As a browser says it: `https://stages.example`.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Whether browsers reach it by TLS.
    #[must_use]
    pub fn is_secure(&self) -> bool {
        self.secure
    }
}

/// Files that are served below `/brand/`: `brand.css` is loaded by every page after our own
/// stylesheet. They are read once, at the start.
pub struct Brand {
    files: BTreeMap<String, (&'static str, Vec<u8>)>,
}

/// A folder that cannot be laid in.
#[derive(Debug, thiserror::Error)]
pub enum BadBrand {
    /// It cannot be read.
    #[error("{path}: {why}")]
    File {
        /// Which.
        path: String,
        /// Why not.
        why: std::io::Error,
    },
    /// The stylesheet is not there.
    #[error("{0}: there is no brand.css")]
    NoStylesheet(String),
    /// It holds more than a page needs.
    #[error("{0}: more than {MOST_FILES} files, or more than {MOST_BYTES} bytes")]
    TooLarge(String),
}

const MOST_FILES: usize = 500;
const MOST_BYTES: usize = 32 << 20;

impl Brand {
    /// Reads a folder with its folders.
    ///
    /// # Errors
    /// It cannot be read, is too large, or has no `brand.css`.
    pub fn read(folder: &Path) -> Result<Self, BadBrand> {
        let mut files = BTreeMap::new();
        let mut left = vec![folder.to_path_buf()];
        let mut bytes = 0;
        while let Some(path) = left.pop() {
            for entry in std::fs::read_dir(&path).map_err(|why| unread(&path, why))? {
                let entry = entry.map_err(|why| unread(&path, why))?.path();
                if entry.is_dir() {
                    left.push(entry);
                    continue;
                }
                let Some((name, kind)) = name_and_kind(folder, &entry) else {
                    continue;
                };
                let content = std::fs::read(&entry).map_err(|why| unread(&entry, why))?;
                bytes += content.len();
                files.insert(name, (kind, content));
                if files.len() > MOST_FILES || bytes > MOST_BYTES {
                    return Err(BadBrand::TooLarge(folder.display().to_string()));
                }
            }
        }
        if !files.contains_key("brand.css") {
            return Err(BadBrand::NoStylesheet(folder.display().to_string()));
        }
        Ok(Self { files })
    }

    /// A file by its path within the folder, with its media type.
    #[must_use]
    pub fn file(&self, name: &str) -> Option<(&'static str, &[u8])> {
        let (kind, content) = self.files.get(name)?;
        Some((kind, content))
    }
}

fn unread(path: &Path, why: std::io::Error) -> BadBrand {
    BadBrand::File {
        path: path.display().to_string(),
        why,
    }
}

/// Of files that a stylesheet names: no page and no script of somebody else's.
fn name_and_kind(folder: &Path, file: &Path) -> Option<(String, &'static str)> {
    let kind = match file.extension()?.to_str()? {
        "css" => "text/css; charset=utf-8",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "webp" => "image/webp",
        "ico" => "image/x-icon",
        "woff" => "font/woff",
        "woff2" => "font/woff2",
        _ => return None,
    };
    let name = file.strip_prefix(folder).ok()?.to_str()?;
    Some((name.to_owned(), kind))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_origin_is_scheme_host_and_port() {
        let origin = Origin::parse("https://stages.example/").unwrap();
        assert_eq!(origin.as_str(), "https://stages.example");
        assert!(origin.is_secure());
        let here = Origin::parse("http://127.0.0.1:8080").unwrap();
        assert_eq!(here.as_str(), "http://127.0.0.1:8080");
        assert!(!here.is_secure());
        for bad in [
            "stages.example",
            "ftp://x",
            "https://x/y",
            "https://x?y",
            "https://me@x",
        ] {
            assert!(Origin::parse(bad).is_err(), "{bad}");
        }
    }
}
