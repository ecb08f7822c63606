package io.shallows.spark.store;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.hdfs.MiniDFSCluster;

/** HDFS in this process, with one data node. */
public final class LoopbackHdfs implements AutoCloseable {

  private final MiniDFSCluster cluster;

  /** Starts it with its files in a folder. */
  public LoopbackHdfs(Path folder) throws IOException {
    Configuration configuration = new Configuration();
    configuration.set(MiniDFSCluster.HDFS_MINIDFS_BASEDIR, folder.toString());
    for (String address :
        List.of(
            "dfs.namenode.http-address",
            "dfs.datanode.address",
            "dfs.datanode.http.address",
            "dfs.datanode.ipc.address")) {
      configuration.set(address, "127.0.0.1:0");
    }
    cluster = new MiniDFSCluster.Builder(configuration).numDataNodes(1).build();
    cluster.waitActive();
  }

  /** Its root. */
  public String uri() {
    return cluster.getURI().toString();
  }

  /** What opens it. */
  public Configuration configuration() {
    return cluster.getConfiguration(0);
  }

  /** Stops the data node and starts it again under its port. */
  public void restartDataNode() throws IOException {
    if (!cluster.restartDataNode(0, true)) {
      throw new IOException("the data node did not start again");
    }
    cluster.waitActive();
  }

  @Override
  public void close() {
    cluster.shutdown(true);
  }
}
