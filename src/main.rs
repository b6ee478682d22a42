//! The `aksgen` command.

fn main() {
    let text = std::fs::read_to_string(std::env::args().nth(1).unwrap()).unwrap();
    let sources = aksgen::source::Sources::single("blueprint.yaml", text);
    let today = "2026-11-24".parse().unwrap();
    match aksgen::compile::understand(&sources, aksgen::facts::Facts::embedded(), today) {
        Ok((_, model, _)) => println!("{}", serde_json::to_string_pretty(&model).unwrap()),
        Err(report) => println!("{report:#?}"),
    }
}
