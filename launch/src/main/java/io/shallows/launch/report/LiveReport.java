package io.shallows.launch.report;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.shallows.spark.execute.SparkSettings;
import io.shallows.spark.store.Store;
import io.shallows.spark.store.StoreException;
import io.shallows.spark.store.StoreFolder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;

/**
 * Serves the report of a store to this machine while a run writes it.
 *
 * <p>It listens on the loopback address only, at a port that the system chooses, and answers
 * nothing but {@code GET} of two paths that begin with a token of 128 random bits: the page, and
 * its version, for which the page asks every few seconds. Requests for another host, which a
 * foreign page could send here under a name of its own, are refused. The page is made anew at most
 * every {@value #LEAST_SECONDS} seconds, and less often where that takes long.
 */
final class LiveReport implements AutoCloseable {

  private static final int LEAST_SECONDS = 5;

  /** A page may take this share of the time, so that the run is not slower for being watched. */
  private static final int SHARE = 20;

  /** How long the last page is kept for a browser that was there before. */
  private static final Duration LAST_LOOK = Duration.ofSeconds(20);

  private static final String WAITING =
      "<!DOCTYPE html><html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"color-scheme\""
          + " content=\"light dark\"><title>The sweep begins - Shallows</title></head><body><h1>The"
          + " sweep begins</h1><p>Nothing is committed yet; this page looks again by itself.</p></body></html>";

  private final String uri;
  private final SparkConf conf;
  private final HttpServer server;
  private final ExecutorService threads;
  private final String token;
  private final CountDownLatch seen = new CountDownLatch(1);
  private volatile boolean visited;
  private volatile boolean over;

  private String page = WAITING;
  private String version = "";
  private long madeAt;
  private long took;

  private LiveReport(String uri, SparkConf conf) throws IOException {
    this.uri = uri;
    this.conf = conf;
    byte[] bits = new byte[16];
    new SecureRandom().nextBytes(bits);
    token = HexFormat.of().formatHex(bits);
    server =
        HttpServer.create(
            new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), 0), 0);
    threads =
        Executors.newFixedThreadPool(
            2,
            work -> {
              Thread thread = new Thread(work, "shallows-report");
              thread.setDaemon(true);
              return thread;
            });
    server.setExecutor(threads);
    server.createContext("/", this::answer);
    server.start();
  }

  static LiveReport start(String uri, SparkConf conf) throws IOException {
    return new LiveReport(uri, conf);
  }

  /** Where the page is. */
  String address() {
    return "http://" + host() + "/" + token + "/";
  }

  private String host() {
    return "127.0.0.1:" + server.getAddress().getPort();
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().getRawPath();
      if (!host().equals(exchange.getRequestHeaders().getFirst("Host"))) {
        send(exchange, 403, "text/plain", "this address is for this machine only\n");
      } else if (!isOwn(path)) {
        send(exchange, 404, "text/plain", "nothing is here\n");
      } else if (!exchange.getRequestMethod().equals("GET")) {
        exchange.getResponseHeaders().set("Allow", "GET");
        send(exchange, 405, "text/plain", "only GET\n");
      } else if (path.endsWith("/version")) {
        refresh();
        send(exchange, 200, "text/plain", version());
      } else {
        visited = true;
        refresh();
        if (version().isEmpty()) {
          exchange.getResponseHeaders().set("Refresh", "3");
        }
        boolean last = over;
        send(exchange, 200, "text/html", page());
        if (last) {
          seen.countDown();
        }
      }
    }
  }

  /** Compared in a time that says nothing about where they differ. */
  private boolean isOwn(String path) {
    String rest = path.endsWith("/version") ? path.substring(0, path.length() - 7) : path;
    return MessageDigest.isEqual(
        rest.getBytes(StandardCharsets.UTF_8),
        ("/" + token + "/").getBytes(StandardCharsets.UTF_8));
  }

  private static void send(HttpExchange exchange, int code, String type, String text)
      throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", type + "; charset=utf-8");
    exchange.getResponseHeaders().set("Cache-Control", "no-store");
    exchange.getResponseHeaders().set("X-Content-Type-Options", "nosniff");
    exchange.getResponseHeaders().set("X-Frame-Options", "DENY");
    exchange.getResponseHeaders().set("Cross-Origin-Resource-Policy", "same-origin");
    exchange.getResponseHeaders().set("Referrer-Policy", "no-referrer");
    exchange.sendResponseHeaders(code, bytes.length == 0 ? -1 : bytes.length);
    if (bytes.length > 0) {
      exchange.getResponseBody().write(bytes);
    }
  }

  private synchronized String version() {
    return version;
  }

  private synchronized String page() {
    return page;
  }

  /** Makes the page anew where there is something new and the last one is old enough. */
  private synchronized void refresh() {
    long now = System.nanoTime();
    boolean ended = over;
    long patience = Math.max(TimeUnit.SECONDS.toNanos(LEAST_SECONDS), SHARE * took);
    if (!version.isEmpty() && !ended && now - madeAt < patience) {
      return;
    }
    try {
      Configuration hadoop = SparkSettings.hadoop(conf);
      if (!Store.isAt(StoreFolder.at(uri, hadoop))) {
        return;
      }
      Store store = Store.open(uri, hadoop);
      String present = store.commit() + (ended ? " the end" : "");
      if (!present.equals(version)) {
        page = new ReportPage(ReportReader.read(store, uri, conf), present).html();
        version = present;
      }
    } catch (StoreException e) {
      // Files move while a run goes on; the next look finds them where they are then.
      return;
    } finally {
      madeAt = System.nanoTime();
      took = madeAt - now;
    }
  }

  /** The run is over: what is served from now on is the last page. */
  void ended() {
    over = true;
  }

  /** Ends, after a browser that was there before had a last look. */
  @Override
  public void close() {
    try {
      if (over && visited && !seen.await(LAST_LOOK.toSeconds(), TimeUnit.SECONDS)) {
        visited = false;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      server.stop(1);
      threads.shutdown();
    }
  }
}
