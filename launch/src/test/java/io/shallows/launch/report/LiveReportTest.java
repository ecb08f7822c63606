package io.shallows.launch.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.shallows.launch.SmallStore;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.SparkConf;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a run serves to its machine while it goes on. */
class LiveReportTest {

  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  private static HttpResponse<String> get(String address) throws Exception {
    return CLIENT.send(
        HttpRequest.newBuilder(URI.create(address)).build(), HttpResponse.BodyHandlers.ofString());
  }

  @Test
  void thePageIsServedUnderATokenOnly() throws Exception {
    try (LiveReport live = LiveReport.start(SmallStore.folder().toString(), new SparkConf(false))) {
      String address = live.address();
      assertTrue(address.matches("http://127\\.0\\.0\\.1:\\d+/[0-9a-f]{32}/"), address);
      HttpResponse<String> page = get(address);
      assertEquals(200, page.statusCode());
      assertTrue(page.body().contains("<h1>Do minima get shallower"), "the report");
      String version = get(address + "version").body();
      assertTrue(page.body().contains("<body data-live=\"" + version + "\">"), version);
      assertEquals("no-store", page.headers().firstValue("Cache-Control").orElse(""));
      assertEquals("nosniff", page.headers().firstValue("X-Content-Type-Options").orElse(""));
      String root = address.replaceFirst("[0-9a-f]{32}/$", "");
      String wrong = address.replaceFirst("[0-9a-f]/$", "").concat("g/");
      for (String other :
          List.of(root, root + "version", wrong, address + "../", address + "spec.yaml")) {
        HttpResponse<String> answer = get(other);
        assertEquals(404, answer.statusCode(), other);
        assertFalse(answer.body().contains("<"), answer.body());
      }
    }
  }

  @Test
  void onlyGetOfItsOwnHostIsAnswered() throws Exception {
    try (LiveReport live = LiveReport.start(SmallStore.folder().toString(), new SparkConf(false))) {
      URI address = URI.create(live.address());
      for (String method : List.of("POST", "PUT", "DELETE", "OPTIONS")) {
        HttpResponse<String> answer =
            CLIENT.send(
                HttpRequest.newBuilder(address)
                    .method(method, HttpRequest.BodyPublishers.noBody())
                    .build(),
                HttpResponse.BodyHandlers.ofString());
        assertEquals(405, answer.statusCode(), method);
      }
      // a foreign page whose name was made to lead here
      String head =
          "GET "
              + address.getPath()
              + " HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n";
      try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), address.getPort())) {
        socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
        String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(answer.startsWith("HTTP/1.1 403 "), answer);
      }
      for (NetworkInterface net : Collections.list(NetworkInterface.getNetworkInterfaces())) {
        for (InetAddress other : Collections.list(net.getInetAddresses())) {
          if (!other.isLoopbackAddress() && !other.isLinkLocalAddress()) {
            assertThrows(
                IOException.class,
                () -> {
                  try (Socket socket = new Socket()) {
                    socket.connect(new InetSocketAddress(other, address.getPort()), 5_000);
                  }
                },
                other::toString);
          }
        }
      }
    }
  }

  @Test
  void beforeTheFirstCommitThePageWaitsAndAfterTheEndThereIsALastLook(@TempDir Path folder)
      throws Exception {
    LiveReport waiting = LiveReport.start(folder.resolve("none").toString(), new SparkConf(false));
    HttpResponse<String> page = get(waiting.address());
    assertEquals(200, page.statusCode());
    assertTrue(page.body().contains("Nothing is committed yet"), page.body());
    assertEquals("3", page.headers().firstValue("Refresh").orElse(""));
    String gone = waiting.address();
    waiting.close(); // no end was told: it does not wait
    assertThrows(ConnectException.class, () -> get(gone));

    LiveReport live = LiveReport.start(SmallStore.folder().toString(), new SparkConf(false));
    get(live.address());
    String before = get(live.address() + "version").body();
    live.ended();
    String after = get(live.address() + "version").body();
    assertNotEquals(before, after, "the browser is told that there is a last page");
    String last = get(live.address()).body();
    assertTrue(last.contains("data-live=\"" + after + "\""), after);
    live.close();
  }

  @Test
  void aBrowserIsOpenedWhereThereIsAScreen() {
    assertEquals(
        Optional.of(List.of("open")), DesktopBrowser.command("Mac OS X", Map.of(), name -> false));
    assertEquals(
        Optional.of(List.of("xdg-open")),
        DesktopBrowser.command("Linux", Map.of("DISPLAY", ":0"), "xdg-open"::equals));
    assertEquals(
        Optional.of(List.of("xdg-open")),
        DesktopBrowser.command("Linux", Map.of("WAYLAND_DISPLAY", "w"), "xdg-open"::equals));
    assertEquals(Optional.empty(), DesktopBrowser.command("Linux", Map.of(), "xdg-open"::equals));
    assertEquals(
        Optional.empty(), DesktopBrowser.command("Linux", Map.of("DISPLAY", ":0"), name -> false));
    assertEquals(
        "rundll32",
        DesktopBrowser.command("Windows 11", Map.of(), name -> false).orElseThrow().get(0));
  }
}
