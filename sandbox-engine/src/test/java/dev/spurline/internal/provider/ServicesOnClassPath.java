// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.provider;

import dev.spurline.cluster.ClusterProvider;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;

/** One more entry on the class path of a thread, which registers providers. */
public record ServicesOnClassPath(Path directory, List<String> providers) {

    public static ServicesOnClassPath of(Path directory, Class<?>... providers) {
        return new ServicesOnClassPath(
                directory, List.of(providers).stream().map(Class::getName).toList());
    }

    /** Does something in this thread while they are registered. */
    public <T> T during(Supplier<T> action) {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        try (URLClassLoader loader =
                new URLClassLoader(new URL[] {written().toUri().toURL()}, before)) {
            thread.setContextClassLoader(loader);
            return action.get();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    private Path written() throws IOException {
        Path services = Files.createDirectories(directory.resolve("META-INF/services"));
        Files.write(services.resolve(ClusterProvider.class.getName()), providers);
        return directory;
    }
}
