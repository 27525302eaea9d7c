/*
 * Copyright 2026 the Spurline authors.
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *     https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */
package dev.spurline.embedded.internal.apiserver;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.impl.VertxBuilder;
import io.vertx.core.impl.VertxThread;
import io.vertx.core.spi.VertxThreadFactory;
import java.util.concurrent.TimeUnit;

/** Vert.x with few threads, which carry our name, and without files on the disk. */
final class SpurlineVertx {

    private SpurlineVertx() {}

    static Vertx start() {
        VertxOptions options = new VertxOptions()
                .setEventLoopPoolSize(2)
                .setWorkerPoolSize(8)
                .setInternalBlockingPoolSize(2)
                .setFileSystemOptions(
                        new FileSystemOptions().setFileCachingEnabled(false).setClassPathResolvingEnabled(false));
        return new VertxBuilder(options).threadFactory(new Named()).init().vertx();
    }

    private static final class Named implements VertxThreadFactory {
        @Override
        public VertxThread newVertxThread(Runnable target, String name, boolean worker, long max, TimeUnit unit) {
            return new NamedThread(target, name.replaceFirst("^vert\\.x-", "spurline-apiserver-"), worker, max, unit);
        }
    }

    private static final class NamedThread extends VertxThread {
        NamedThread(Runnable target, String name, boolean worker, long max, TimeUnit unit) {
            super(target, name, worker, max, unit);
        }
    }
}
