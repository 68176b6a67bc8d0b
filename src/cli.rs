//! The command line. A file per command; this one holds what they share.
pub fn run() -> std::process::ExitCode { 
    let b = crate::Build { root: std::env::args().nth(1).unwrap_or(".".into()).into(), base_url: None, today: crate::model::Date::parse("2026-11-22").unwrap(), faults: crate::Faults::Stop };
    match b.run(std::path::Path::new(&std::env::args().nth(2).unwrap_or("public".into())), &|_,_|{}) {
        Ok(built) => { print!("{}", crate::diagnostic::print(&built.findings, crate::diagnostic::Format::Human{color:false}, crate::diagnostic::Catalogue::of("de"))); println!("{:?}", built.files); std::process::ExitCode::SUCCESS }
        Err(e) => { eprintln!("{e}"); std::process::ExitCode::FAILURE }
    }
}
