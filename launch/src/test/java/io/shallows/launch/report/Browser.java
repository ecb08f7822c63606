package io.shallows.launch.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** A page in a headless Chromium, driven over its debugging protocol as a person would drive it. */
final class Browser implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final long SECONDS = 900;

  private final Process process;
  private final WebSocket socket;
  private final AtomicInteger ids = new AtomicInteger();
  private final Map<Integer, CompletableFuture<JsonNode>> answers = new ConcurrentHashMap<>();
  private final List<String> mistakes = new CopyOnWriteArrayList<>();

  /** The program, where there is one. */
  static Optional<Path> program() {
    return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
        .flatMap(
            directory ->
                Stream.of("chromium", "google-chrome", "chromium-browser")
                    .map(name -> Path.of(directory, name)))
        .filter(Files::isExecutable)
        .findFirst();
  }

  Browser(Path program, Path profile) throws IOException, InterruptedException {
    process =
        new ProcessBuilder(
                program.toString(),
                "--headless=new",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--remote-debugging-port=0",
                "--remote-debugging-address=127.0.0.1",
                "--user-data-dir=" + profile,
                "about:blank")
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    HttpClient client = HttpClient.newHttpClient();
    URI page = page(client, port(profile.resolve("DevToolsActivePort")));
    socket = client.newWebSocketBuilder().buildAsync(page, new Listener()).join();
    for (String domain : List.of("Page", "Runtime", "Log")) {
      call(domain + ".enable", Map.of());
    }
  }

  private int port(Path file) throws IOException, InterruptedException {
    for (int i = 0; i < 10 * SECONDS; i++) {
      if (Files.exists(file)) {
        List<String> lines = Files.readAllLines(file);
        if (lines.size() > 1) {
          return Integer.parseInt(lines.get(0));
        }
      }
      if (!process.isAlive()) {
        break;
      }
      Thread.sleep(100);
    }
    throw new IOException("the browser did not start");
  }

  private static URI page(HttpClient client, int port) throws IOException, InterruptedException {
    HttpRequest list =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/json/list")).build();
    for (int i = 0; i < SECONDS; i++) {
      JsonNode targets =
          JSON.readTree(client.send(list, HttpResponse.BodyHandlers.ofString()).body());
      for (JsonNode target : targets) {
        if (target.path("type").asText().equals("page")) {
          return URI.create(target.get("webSocketDebuggerUrl").asText());
        }
      }
      Thread.sleep(1000);
    }
    throw new IOException("the browser has no page");
  }

  /** Exceptions and console errors since the last call. */
  List<String> mistakes() {
    List<String> found = List.copyOf(mistakes);
    mistakes.clear();
    return found;
  }

  /** A window of a size that prefers a colour scheme. */
  void window(int width, int height, String scheme) throws InterruptedException {
    call(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
    call(
        "Emulation.setEmulatedMedia",
        Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
  }

  void open(Path page) throws InterruptedException {
    open(page.toUri());
  }

  void open(URI page) throws InterruptedException {
    call("Page.navigate", Map.of("url", page.toString()));
  }

  /** The value of an expression on the page. */
  JsonNode value(String expression) throws InterruptedException {
    JsonNode answer =
        call("Runtime.evaluate", Map.of("expression", expression, "returnByValue", true));
    if (answer.has("exceptionDetails")) {
      throw new AssertionError(expression + ": " + answer.get("exceptionDetails"));
    }
    return answer.get("result").path("value");
  }

  /** What a promise on the page comes to. */
  JsonNode promised(String expression) throws InterruptedException {
    JsonNode answer =
        call(
            "Runtime.evaluate",
            Map.of("expression", expression, "returnByValue", true, "awaitPromise", true));
    if (answer.has("exceptionDetails")) {
      throw new AssertionError(expression + ": " + answer.get("exceptionDetails"));
    }
    return answer.get("result").path("value");
  }

  /** The page on paper, A4, as PDF. */
  byte[] printed() throws InterruptedException {
    JsonNode answer =
        call(
            "Page.printToPDF",
            Map.of("preferCSSPageSize", true, "paperWidth", 8.27, "paperHeight", 11.69));
    return Base64.getDecoder().decode(answer.get("data").asText());
  }

  /** What the window shows, as PNG. */
  byte[] screenshot() throws InterruptedException {
    return Base64.getDecoder()
        .decode(call("Page.captureScreenshot", Map.of("format", "png")).get("data").asText());
  }

  /** Waits until an expression is true. */
  void await(String expression) throws InterruptedException {
    for (int i = 0; i < 10 * SECONDS; i++) {
      if (value("Boolean(" + expression + ")").asBoolean()) {
        return;
      }
      Thread.sleep(100);
    }
    throw new AssertionError("never true: " + expression + "; " + mistakes);
  }

  /** Presses and releases a key: Tab, Enter, ArrowUp or ArrowRight. */
  void press(String key) throws InterruptedException {
    int code = Map.of("Tab", 9, "Enter", 13, "ArrowUp", 38, "ArrowRight", 39).get(key);
    for (String type : List.of("keyDown", "keyUp")) {
      Map<String, Object> event =
          Map.of("type", type, "key", key, "code", key, "windowsVirtualKeyCode", code);
      call(
          "Input.dispatchKeyEvent",
          key.equals("Enter") && type.equals("keyDown")
              ? Map.of(
                  "type",
                  type,
                  "key",
                  key,
                  "code",
                  key,
                  "windowsVirtualKeyCode",
                  code,
                  "text",
                  "\r")
              : event);
    }
  }

  /** Clicks with the mouse. */
  void click(double x, double y) throws InterruptedException {
    for (String type : List.of("mouseMoved", "mousePressed", "mouseReleased")) {
      call(
          "Input.dispatchMouseEvent",
          Map.of(
              "type",
              type,
              "x",
              x,
              "y",
              y,
              "button",
              type.equals("mouseMoved") ? "none" : "left",
              "clickCount",
              type.equals("mouseMoved") ? 0 : 1));
    }
  }

  private JsonNode call(String method, Map<String, ?> parameters) throws InterruptedException {
    int id = ids.incrementAndGet();
    CompletableFuture<JsonNode> answer = new CompletableFuture<>();
    answers.put(id, answer);
    ObjectNode message = JSON.createObjectNode().put("id", id).put("method", method);
    message.set("params", JSON.valueToTree(parameters));
    socket.sendText(message.toString(), true).join();
    try {
      return answer.get(SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new AssertionError(method + " " + parameters, e);
    }
  }

  @Override
  public void close() {
    socket.abort();
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly().onExit().join();
  }

  private final class Listener implements WebSocket.Listener {
    private final StringBuilder text = new StringBuilder();

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
      text.append(data);
      if (last) {
        try {
          take(JSON.readTree(text.toString()));
        } catch (IOException e) {
          mistakes.add("not JSON: " + text);
        }
        text.setLength(0);
      }
      from.request(1);
      return null;
    }

    private void take(JsonNode message) {
      if (message.has("id")) {
        CompletableFuture<JsonNode> answer = answers.remove(message.get("id").asInt());
        if (message.has("error")) {
          answer.completeExceptionally(new IOException(message.get("error").toString()));
        } else {
          answer.complete(message.get("result"));
        }
        return;
      }
      JsonNode about = message.path("params");
      boolean mistake =
          switch (message.path("method").asText()) {
            case "Runtime.exceptionThrown" -> true;
            case "Runtime.consoleAPICalled" -> about.path("type").asText().equals("error");
            case "Log.entryAdded" -> about.path("entry").path("level").asText().equals("error");
            default -> false;
          };
      if (mistake) {
        mistakes.add(about.toString());
      }
    }
  }
}
