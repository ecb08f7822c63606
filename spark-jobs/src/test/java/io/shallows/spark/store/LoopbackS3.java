package io.shallows.spark.store;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.conf.Configuration;

/**
 * A server of S3's interface on this machine, in a process of its own, with one bucket. Only the
 * profile {@code object-store} provides its class path.
 */
public final class LoopbackS3 implements AutoCloseable {

  private final int port;

  /** A name of its own, since Hadoop keeps the client of a bucket that it has seen. */
  private final String bucket;

  private final Process server;

  /** Starts it with its objects in a folder. */
  public LoopbackS3(Path folder) throws IOException, InterruptedException {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      this.port = free.getLocalPort();
    }
    this.bucket = "bucket-" + port;
    Path objects = Files.createDirectories(folder.resolve("objects"));
    Files.createDirectories(objects.resolve(bucket));
    Path properties = folder.resolve("server.properties");
    Files.writeString(
        properties,
        """
        s3proxy.endpoint=http://127.0.0.1:%d
        s3proxy.authorization=aws-v2-or-v4
        s3proxy.identity=name
        s3proxy.credential=secret
        s3proxy.ignore-unknown-headers=true
        jclouds.provider=filesystem-nio2
        jclouds.identity=name
        jclouds.credential=secret
        jclouds.filesystem.basedir=%s
        """
            .formatted(port, objects));
    Path out = folder.resolve("server.out");
    server =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-cp",
                Files.readString(Path.of("target", "s3-server.classpath")),
                "org.gaul.s3proxy.Main",
                "--properties",
                properties.toString())
            .redirectErrorStream(true)
            .redirectOutput(out.toFile())
            .start();
    for (int i = 0; i < 6000 && server.isAlive(); i++) {
      try {
        new Socket(InetAddress.getLoopbackAddress(), port).close();
        return;
      } catch (java.net.ConnectException notYet) {
        TimeUnit.MILLISECONDS.sleep(100);
      }
    }
    throw new IOException("no server: " + Files.readString(out));
  }

  /** Its root. */
  public String uri() {
    return "s3a://" + bucket;
  }

  /** What opens it. */
  public Configuration configuration() {
    Configuration configuration = new Configuration();
    settings().forEach(configuration::set);
    return configuration;
  }

  /** Hadoop's settings that open it. */
  public Map<String, String> settings() {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("fs.s3a.endpoint", "http://127.0.0.1:" + port);
    settings.put("fs.s3a.endpoint.region", "us-east-1");
    settings.put("fs.s3a.path.style.access", "true");
    settings.put("fs.s3a.access.key", "name");
    settings.put("fs.s3a.secret.key", "secret");
    return settings;
  }

  @Override
  public void close() {
    server.destroyForcibly();
  }
}
