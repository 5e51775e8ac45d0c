//! A copy of the clients and of the schema in the target folder, beside the packages, with what is
//! generated from the schema.
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

use super::{prints, root};

/// As the page says.
const PYTHON_GENERATES: &str = "cd python; python3 -m grpc_tools.protoc -I ../../../proto \
    --python_out . --pyi_out . --grpc_python_out . ../../../proto/placement/v1/*.proto";

/// The copy; made anew by the first test that asks for it.
pub struct Checkout {
    clients: PathBuf,
    packages: PathBuf,
}

impl Checkout {
    pub fn get() -> &'static Self {
        static CHECKOUT: OnceLock<Checkout> = OnceLock::new();
        CHECKOUT.get_or_init(Self::make)
    }

    fn make() -> Self {
        // Where `ops/client-packages` puts them.
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("clients");
        let checkout = Self {
            clients: folder.join("docs/clients"),
            packages: folder.join("python"),
        };
        for (what, there) in [
            ("Node packages", checkout.clients.join("node_modules")),
            ("Python packages", checkout.packages.clone()),
        ] {
            let (kept, at) = (there.join(".installed").exists(), there.display());
            assert!(kept, "no {what} in {at}: run ops/client-packages");
        }
        let chromium = std::env::var("CHROMIUM").unwrap_or("/usr/bin/chromium".into());
        for there in [&chromium, "/usr/bin/faketime"] {
            assert!(
                Path::new(there).exists(),
                "no {there}: ops/test installs it"
            );
        }
        for part in ["docs/clients", "proto"] {
            copy(&root().join(part), &folder.join(part));
        }
        for generates in ["npm run --silent generate", PYTHON_GENERATES] {
            prints(checkout.command("sh").args(["-e", "-c", generates]));
        }
        checkout
    }

    /// A command in the folder of the clients, which finds their packages.
    pub fn command(&self, program: &str) -> Command {
        let mut command = Command::new(program);
        command
            .current_dir(&self.clients)
            .env("PYTHONPATH", &self.packages)
            .env("PYTHONDONTWRITEBYTECODE", "1");
        command
    }

    pub fn python(&self, client: &str) -> Command {
        let mut python = self.command("python3");
        python.arg(format!("python/{client}"));
        python
    }

    pub fn node(&self, client: &str) -> Command {
        let mut node = self.command("node");
        node.arg(client);
        node
    }
}

/// Packages, of whoever runs the clients where they lie.
const NOT_COPIED: &str = "node_modules";

/// Copies a folder, file by file; what else lies in the other stays.
fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let target = to.join(path.file_name().unwrap());
        if path.ends_with(NOT_COPIED) {
            continue;
        }
        if path.is_dir() {
            copy(&path, &target);
        } else {
            std::fs::copy(&path, &target).unwrap();
        }
    }
}
