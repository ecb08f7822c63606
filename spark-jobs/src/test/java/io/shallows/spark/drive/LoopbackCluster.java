package io.shallows.spark.drive;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Spark standalone on this machine: a master and workers of one core, each a process that a test
 * may kill.
 */
final class LoopbackCluster implements AutoCloseable {

  private static final String HOST = "127.0.0.1";

  private final Map<String, String> ofFirst;
  private final Path folder;
  private final int port;
  private final Process master;
  private final List<Process> workers = new ArrayList<>();

  LoopbackCluster(Path folder, int workerCount) throws IOException, InterruptedException {
    this(folder, workerCount, Map.of());
  }

  /**
   * @param ofFirst environment of the first worker and of its executors
   */
  LoopbackCluster(Path folder, int workerCount, Map<String, String> ofFirst)
      throws IOException, InterruptedException {
    this.ofFirst = ofFirst;
    this.folder = Files.createDirectories(folder);
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      this.port = free.getLocalPort();
    }
    this.master =
        JavaProcess.start(
            folder.resolve("master.out"),
            List.of(
                "-Xmx256m",
                "-Dspark.deploy.maxExecutorRetries=-1",
                "-Dspark.master.rest.enabled=false"),
            "org.apache.spark.deploy.master.Master",
            List.of("--host", HOST, "--port", "" + port, "--webui-port", "0"));
    awaitMaster();
    for (int i = 0; i < workerCount; i++) {
      workers.add(startWorker(i));
    }
  }

  /** Spark's address of the cluster. */
  String url() {
    return "spark://" + HOST + ":" + port;
  }

  int workers() {
    return workers.size();
  }

  /** Kills a worker, whose executors then end by themselves, and starts another in its place. */
  void killWorker(int index) throws IOException, InterruptedException {
    workers.get(index).destroyForcibly().waitFor();
    workers.set(index, startWorker(index));
  }

  private Process startWorker(int index) throws IOException {
    return JavaProcess.start(
        folder.resolve("worker-" + index + ".out"),
        index == 0 ? ofFirst : Map.of(),
        List.of("-Xmx256m"),
        "org.apache.spark.deploy.worker.Worker",
        List.of(
            "--host",
            HOST,
            "--webui-port",
            "0",
            "--cores",
            "1",
            "--memory",
            "1g",
            "--work-dir",
            folder.resolve("work-" + index).toString(),
            url()));
  }

  private void awaitMaster() throws IOException, InterruptedException {
    for (int i = 0; i < 6000 && master.isAlive(); i++) {
      try {
        new Socket(InetAddress.getLoopbackAddress(), port).close();
        return;
      } catch (java.net.ConnectException notYet) {
        TimeUnit.MILLISECONDS.sleep(100);
      }
    }
    throw new IOException("no master: " + Files.readString(folder.resolve("master.out")));
  }

  @Override
  public void close() {
    List<Process> all = new ArrayList<>(workers);
    all.add(master);
    // Executors end when their worker is gone.
    all.forEach(Process::destroyForcibly);
  }
}
