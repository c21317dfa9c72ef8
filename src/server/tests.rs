//! The server as clients see it, over real sockets on the loopback.

use super::*;
use std::fmt::Write as _;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

const LIMITS: Limits = Limits { clients: 2, flows: 4, bytes: 64 << 20 };
const WITHIN: Duration = Duration::from_secs(20);

async fn serving(limits: Limits) -> SocketAddr {
    let settings =
        Settings { listen: ([127, 0, 0, 1], 0).into(), allow_public: false, idle: None, limits };
    let server = Server::bind(settings).await.unwrap();
    let address = server.address().unwrap();
    tokio::spawn(server.run());
    address
}

/// Status, head and body of what comes back for these bytes.
async fn said(to: SocketAddr, request: &[u8]) -> (u16, String, Vec<u8>) {
    let mut stream = TcpStream::connect(to).await.unwrap();
    stream.write_all(request).await.unwrap();
    let mut answer = Vec::new();
    // Whoever is hung up on has read what there was.
    let _ = timeout(WITHIN, stream.read_to_end(&mut answer)).await.unwrap();
    let end = answer.windows(4).position(|four| four == b"\r\n\r\n").map_or(0, |at| at + 4);
    let head = String::from_utf8_lossy(&answer[..end]).to_lowercase();
    let status = head.split(' ').nth(1).and_then(|word| word.parse().ok()).unwrap_or(0);
    (status, head, answer[end..].to_vec())
}

async fn get(to: SocketAddr, path: &str) -> (u16, String, Vec<u8>) {
    let request = format!("GET {path} HTTP/1.1\r\nHost: box.lan:8700\r\nConnection: close\r\n\r\n");
    said(to, request.as_bytes()).await
}

#[tokio::test]
async fn each_way_to_test_gets_the_bytes_it_asks_for() {
    let server = serving(LIMITS).await;
    for (path, bytes) in [
        ("/__down?bytes=0", 0),
        ("/__down?bytes=300000", 300_000),
        ("/__down", 0),
        ("/garbage.php?ckSize=2", 2 << 20),
        ("/backend/garbage.php?r=0.1&ckSize=1&cors=true", 1 << 20),
        ("/nq/small", 1),
        ("/empty.php", 0),
    ] {
        let (status, head, body) = get(server, path).await;
        assert_eq!((status, body.len()), (200, bytes), "{path}");
        assert!(head.contains("access-control-allow-origin: *"), "{head}");
        assert!(head.contains("cache-control: no-store"), "{head}");
    }
}

#[tokio::test]
async fn the_words_around_the_data_are_those_of_each_protocol() {
    let server = serving(LIMITS).await;
    let (_, _, config) = get(server, "/.well-known/nq").await;
    let config: serde_json::Value = serde_json::from_slice(&config).unwrap();
    assert_eq!(config["version"], 1);
    assert_eq!(config["urls"]["large_download_url"], "http://box.lan:8700/nq/large");
    assert_eq!(config["urls"]["small_download_url"], "http://box.lan:8700/nq/small");
    assert_eq!(config["urls"]["upload_url"], "http://box.lan:8700/nq/upload");
    let (_, _, asker) = get(server, "/getIP.php?isp=true").await;
    let asker: serde_json::Value = serde_json::from_slice(&asker).unwrap();
    assert_eq!(asker["processedString"], "127.0.0.1");
    let forged = b"GET /.well-known/nq HTTP/1.1\r\nHost: a\"b\r\nConnection: close\r\n\r\n";
    let (_, _, config) = said(server, forged).await;
    assert!(String::from_utf8_lossy(&config).contains("http://127.0.0.1:"), "{config:?}");
}

#[tokio::test]
async fn what_is_sent_is_taken() {
    let server = serving(LIMITS).await;
    let body = vec![b'x'; 3 << 20];
    for path in ["/__up", "/empty.php", "/backend/empty.php?cors=true", "/nq/upload"] {
        let head = format!(
            "POST {path} HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: {}\r\n\r\n",
            body.len()
        );
        let (status, _, _) = said(server, &[head.as_bytes(), &body].concat()).await;
        assert_eq!(status, 200, "{path}");
    }
    let (status, head, _) =
        said(server, b"OPTIONS /empty.php HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n").await;
    assert_eq!(status, 204);
    assert!(head.contains("access-control-allow-methods: get, post"), "{head}");
}

#[tokio::test]
async fn what_is_not_there_is_told() {
    let server = serving(LIMITS).await;
    for (request, expected) in [
        ("GET /etc/passwd", 404),
        ("GET /backend", 404),
        ("POST /__down", 405),
        ("DELETE /__up", 405),
        ("GET /", 200),
    ] {
        let request = format!(
            "{request} HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"
        );
        assert_eq!(said(server, request.as_bytes()).await.0, expected, "{request}");
    }
    assert_eq!(said(server, b"SSH-2.0-OpenSSH\r\n\r\n").await.0, 400);
}

#[tokio::test]
async fn nobody_gets_or_sends_more_than_is_allowed() {
    let server = serving(Limits { bytes: 1 << 20, ..LIMITS }).await;
    let (status, head, body) = get(server, "/__down?bytes=5000000").await;
    // The head says five megabytes, so that what came is seen to be cut off.
    assert_eq!(status, 200);
    assert!(head.contains("content-length: 5000000") && body.len() <= 1 << 20, "{}", body.len());
    let sent = vec![b'x'; 2 << 20];
    let head = format!(
        "POST /__up HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: {}\r\n\r\n",
        sent.len()
    );
    let mut stream = TcpStream::connect(server).await.unwrap();
    stream.write_all(head.as_bytes()).await.unwrap();
    // It may hang up before all of it was sent.
    let _ = stream.write_all(&sent).await;
    let mut answer = Vec::new();
    let _ = timeout(WITHIN, stream.read_to_end(&mut answer)).await.unwrap();
    let answer = String::from_utf8_lossy(&answer);
    assert!(answer.is_empty() || answer.starts_with("HTTP/1.1 429"), "{answer}");
}

#[tokio::test]
async fn more_flows_than_allowed_are_hung_up_on() {
    let server = serving(LIMITS).await;
    let mut held = Vec::new();
    for _ in 0..LIMITS.flows {
        let mut stream = TcpStream::connect(server).await.unwrap();
        stream.write_all(b"GET / HTTP/1.1\r\nHost: a\r\n\r\n").await.unwrap();
        let mut first = [0];
        timeout(WITHIN, stream.read_exact(&mut first)).await.unwrap().unwrap();
        held.push(stream);
    }
    assert_eq!(get(server, "/").await.0, 0);
    held.pop();
    // The place is free once the server has seen the other one go.
    let until = std::time::Instant::now() + WITHIN;
    while get(server, "/").await.0 != 200 {
        assert!(std::time::Instant::now() < until);
    }
}

#[tokio::test]
async fn it_ends_when_nobody_has_been_there_for_the_time_that_was_set() {
    let settings = Settings {
        listen: ([127, 0, 0, 1], 0).into(),
        allow_public: false,
        idle: Some(Duration::from_millis(600)),
        limits: LIMITS,
    };
    let server = Server::bind(settings).await.unwrap();
    timeout(WITHIN, server.run()).await.unwrap();
}

#[tokio::test]
async fn the_fingerprint_is_that_of_the_certificate_it_shows() {
    let settings = Settings {
        listen: ([127, 0, 0, 1], 0).into(),
        allow_public: false,
        idle: None,
        limits: LIMITS,
    };
    let server = Server::bind(settings).await.unwrap();
    let (to, fingerprint) = (server.address().unwrap(), server.fingerprint().to_owned());
    tokio::spawn(server.run());
    let shown = certificate::tests::shown_by(to).await;
    let digest = ring::digest::digest(&ring::digest::SHA256, &shown);
    let mut hex = String::new();
    for byte in digest.as_ref() {
        write!(hex, "{byte:02x}").unwrap();
    }
    assert_eq!(hex, fingerprint);
}
