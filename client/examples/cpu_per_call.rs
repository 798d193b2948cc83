//! The CPU time of a call, compared with the same request with bare reqwest. Prints microseconds and the ratio of each round.
//!
//! ```text
//! cargo run --release --package clerk-metadata-client --example cpu_per_call
//! ```
//!
//! The server is a process of its own. Linux only, as the CPU time is read from /proc.

use std::env;
use std::error::Error;
use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::process::{Command, Stdio};
use std::thread;

use clerk_metadata_client::{Client, public_metadata};
use serde_json::json;

const ROUNDS: usize = 9;
const CALLS: usize = 4000;

fn main() -> Result<(), Box<dyn Error>> {
    if env::args().nth(1).as_deref() == Some("serve") {
        return serve();
    }
    let mut server = Command::new(env::current_exe()?)
        .arg("serve")
        .stdout(Stdio::piped())
        .spawn()?;
    let mut url = String::new();
    BufReader::new(server.stdout.take().ok_or("no output")?).read_line(&mut url)?;
    let outcome = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?
        .block_on(measure(url.trim()));
    server.kill()?;
    server.wait()?;
    outcome
}

async fn measure(url: &str) -> Result<(), Box<dyn Error>> {
    let mut ratios = Vec::new();
    for round in 0..ROUNDS {
        let (ours, bare) = if round % 2 == 0 {
            let ours = client(url).await?;
            (ours, reqwest_alone(url).await?)
        } else {
            let bare = reqwest_alone(url).await?;
            (client(url).await?, bare)
        };
        println!(
            "client {ours:.1} µs, reqwest {bare:.1} µs: {:.2} x",
            ours / bare
        );
        ratios.push(ours / bare);
    }
    ratios.sort_by(f64::total_cmp);
    println!(
        "median {:.2} x",
        ratios.get(ROUNDS / 2).copied().unwrap_or_default()
    );
    Ok(())
}

async fn client(url: &str) -> Result<f64, Box<dyn Error>> {
    let client = Client::builder()
        .secret_key("sk_test_1")
        .api_url(url)
        .build()?;
    let params = public_metadata(json!({ "plan": { "seats": 5 }, "trial": null }));
    let before = cpu_time()?;
    for _ in 0..CALLS {
        let user = client.update_user_metadata("user_1", &params).await?;
        assert_eq!(user.id, "user_1");
    }
    Ok((cpu_time()? - before) / CALLS as f64)
}

async fn reqwest_alone(url: &str) -> Result<f64, Box<dyn Error>> {
    let http = reqwest::Client::builder()
        .redirect(reqwest::redirect::Policy::none())
        .build()?;
    let url = format!("{url}/v1/users/user_1/metadata");
    let params = json!({ "public_metadata": { "plan": { "seats": 5 }, "trial": null } });
    let before = cpu_time()?;
    for _ in 0..CALLS {
        let response = http
            .patch(&url)
            .timeout(std::time::Duration::from_secs(30))
            .bearer_auth("sk_test_1")
            .header("clerk-api-version", "2026-05-12")
            .header("user-agent", "bare")
            .header("accept", "application/json")
            .header("content-type", "application/json")
            .body(serde_json::to_string(&params)?)
            .send()
            .await?;
        let user: serde_json::Value = serde_json::from_slice(&response.bytes().await?)?;
        assert_eq!(user.get("id").and_then(|id| id.as_str()), Some("user_1"));
    }
    Ok((cpu_time()? - before) / CALLS as f64)
}

/// The CPU time of this process, in microseconds. A tick is 10 ms.
fn cpu_time() -> Result<f64, Box<dyn Error>> {
    let stat = fs::read_to_string("/proc/self/stat")?;
    let (_, fields) = stat.rsplit_once(") ").ok_or("no fields")?;
    let ticks: Result<Vec<u64>, _> = fields.split(' ').skip(11).take(2).map(str::parse).collect();
    Ok(ticks?.iter().sum::<u64>() as f64 * 10_000.0)
}

fn serve() -> Result<(), Box<dyn Error>> {
    let listener = TcpListener::bind("127.0.0.1:0")?;
    println!("http://{}", listener.local_addr()?);
    for stream in listener.incoming() {
        let stream = stream?;
        thread::spawn(move || respond(stream));
    }
    Ok(())
}

fn respond(mut stream: TcpStream) -> Option<()> {
    const USER: &str = include_str!("user.json");
    let response = format!(
        "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n{USER}",
        USER.len()
    );
    let mut reader = BufReader::new(stream.try_clone().ok()?);
    loop {
        let mut length = 0;
        loop {
            let mut line = String::new();
            if reader.read_line(&mut line).ok()? == 0 {
                return None;
            }
            if let Some(value) = line.strip_prefix("content-length: ") {
                length = value.trim().parse().ok()?;
            }
            if line == "\r\n" {
                break;
            }
        }
        reader.read_exact(&mut vec![0; length]).ok()?;
        stream.write_all(response.as_bytes()).ok()?;
    }
}
