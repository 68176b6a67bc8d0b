//! What comes in with dependencies: licences that `deny.toml` allows, from the one registry, by the lock file.

use std::process::Command;

use serde_json::Value;

/// What is built on this machine: nothing else need be there.
fn metadata() -> Value {
    let rustc = Command::new("rustc").arg("-vV").output().expect("rustc");
    let about = String::from_utf8_lossy(&rustc.stdout).into_owned();
    let host = about.lines().find_map(|line| line.strip_prefix("host: "));
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let run = Command::new(cargo)
        .args(["metadata", "--format-version", "1", "--locked", "--offline"])
        .args(["--filter-platform", host.expect("a host")])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .expect("cargo metadata");
    assert!(
        run.status.success(),
        "{}",
        String::from_utf8_lossy(&run.stderr)
    );
    serde_json::from_slice(&run.stdout).expect("JSON")
}

/// The licences that `deny.toml` allows.
fn allowed() -> Vec<&'static str> {
    let text = include_str!("../../deny.toml");
    let (_, list) = text.split_once("\nallow = [").expect("a list");
    let (list, _) = list.split_once(']').expect("its end");
    list.split('"').skip(1).step_by(2).collect()
}

/// Whether an SPDX expression can be met by allowed licences. `AND` binds closer than `OR`.
fn is_met(expression: &str, allowed: &[&str]) -> bool {
    let spaced = expression
        .replace('/', " OR ")
        .replace('(', "( ")
        .replace(')', " )");
    let words: Vec<&str> = spaced.split_whitespace().collect();
    let (met, rest) = any(&words, allowed);
    met && rest.is_empty()
}

fn any<'w>(words: &'w [&'w str], allowed: &[&str]) -> (bool, &'w [&'w str]) {
    let (mut met, mut rest) = all(words, allowed);
    while let ["OR", after @ ..] = rest {
        let (next, left) = all(after, allowed);
        (met, rest) = (met | next, left);
    }
    (met, rest)
}

fn all<'w>(words: &'w [&'w str], allowed: &[&str]) -> (bool, &'w [&'w str]) {
    let (mut met, mut rest) = one(words, allowed);
    while let ["AND", after @ ..] = rest {
        let (next, left) = one(after, allowed);
        (met, rest) = (met & next, left);
    }
    (met, rest)
}

fn one<'w>(words: &'w [&'w str], allowed: &[&str]) -> (bool, &'w [&'w str]) {
    match words {
        ["(", inner @ ..] => {
            let (met, rest) = any(inner, allowed);
            (met, rest.get(1..).unwrap_or_default())
        }
        // An exception only permits more.
        [name, "WITH", _, rest @ ..] | [name, rest @ ..] => (allowed.contains(name), rest),
        [] => (false, words),
    }
}

#[test]
fn expressions_are_understood() {
    let allowed = ["MIT", "Zlib"];
    for met in [
        "MIT",
        "GPL-3.0 OR MIT",
        "MIT/GPL-3.0",
        "(GPL-3.0 OR MIT) AND Zlib",
        "GPL-3.0 AND X OR MIT",
        "MIT WITH Y",
    ] {
        assert!(is_met(met, &allowed), "{met}");
    }
    for unmet in ["GPL-3.0", "MIT AND GPL-3.0", "(MIT OR X) AND GPL-3.0", ""] {
        assert!(!is_met(unmet, &allowed), "{unmet}");
    }
}

#[test]
fn every_dependency_is_free_to_use_and_comes_from_the_registry() {
    let allowed = allowed();
    assert!(allowed.contains(&"MIT") && !allowed.contains(&"GPL-3.0-only"));
    let metadata = metadata();
    let packages = metadata["packages"].as_array().expect("packages");
    assert!(packages.len() > 100);
    let text = |package: &Value, key: &str| package[key].as_str().unwrap_or_default().to_owned();
    for package in packages
        .iter()
        .filter(|package| !package["source"].is_null())
    {
        let (name, license) = (text(package, "name"), text(package, "license"));
        assert!(is_met(&license, &allowed), "{name}: {license}");
        let source = text(package, "source");
        assert_eq!(
            source, "registry+https://github.com/rust-lang/crates.io-index",
            "{name}"
        );
    }
}

#[test]
fn nobody_may_write_unsafe_code_here() {
    assert!(include_str!("../../Cargo.toml").contains("unsafe_code = \"forbid\""));
}
