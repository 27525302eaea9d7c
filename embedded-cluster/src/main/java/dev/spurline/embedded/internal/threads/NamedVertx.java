// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.threads;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.impl.VertxBuilder;
import io.vertx.core.impl.VertxThread;
import io.vertx.core.spi.VertxThreadFactory;
import java.util.concurrent.TimeUnit;

/** Vert.x for one part of a cluster: few threads, which carry the part's name, and no files on the disk. */
public final class NamedVertx {

    private NamedVertx() {}

    /**
     * Starts it; whoever has started it closes it.
     *
     * @param prefix begins the names of its threads, such as {@code spurline-mesh-}
     * @param eventLoops how many threads serve connections
     * @param workers how many threads may block
     */
    public static Vertx start(String prefix, int eventLoops, int workers) {
        VertxOptions options = new VertxOptions()
                .setEventLoopPoolSize(eventLoops)
                .setWorkerPoolSize(workers)
                .setInternalBlockingPoolSize(2)
                .setFileSystemOptions(
                        new FileSystemOptions().setFileCachingEnabled(false).setClassPathResolvingEnabled(false));
        return new VertxBuilder(options)
                .threadFactory(new ThreadNames(prefix))
                .init()
                .vertx();
    }

    private record ThreadNames(String prefix) implements VertxThreadFactory {

        @Override
        public VertxThread newVertxThread(Runnable target, String name, boolean worker, long longest, TimeUnit unit) {
            String ours = name.replaceFirst("^vert\\.x-", prefix);
            return VertxThreadFactory.super.newVertxThread(target, ours, worker, longest, unit);
        }
    }
}
