use clerk_metadata_client::Client;

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    // Reads CLERK_SECRET_KEY, and CLERK_API_URL if it is set.
    let clerk = Client::from_env()?;
    let port = std::env::var("PORT").unwrap_or_else(|_| "3000".to_owned());
    let listener = tokio::net::TcpListener::bind(format!("127.0.0.1:{port}")).await?;
    println!("http://{}", listener.local_addr()?);
    axum::serve(listener, rust_axum::app(clerk))
        .with_graceful_shutdown(stopped())
        .await?;
    Ok(())
}

/// Resolves at Ctrl+C.
async fn stopped() {
    if tokio::signal::ctrl_c().await.is_err() {
        std::future::pending::<()>().await;
    }
}
