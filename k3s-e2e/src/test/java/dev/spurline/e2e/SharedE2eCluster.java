// SPDX-License-Identifier: Apache-2.0
package dev.spurline.e2e;

import dev.spurline.examples.shop.ShopCluster;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** The one cluster of the run, for tests that take it as a parameter. */
record SharedE2eCluster(E2eSettings settings, E2eCluster cluster, Path directory) implements AutoCloseable {

    /** Gives it to the tests. */
    static final class Resolver implements ParameterResolver {

        private static final Namespace STORE = Namespace.create(SharedE2eCluster.class);

        @Override
        public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
            return parameter.getParameter().getType() == SharedE2eCluster.class;
        }

        @Override
        public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
            return context.getRoot()
                    .getStore(STORE)
                    .getOrComputeIfAbsent(SharedE2eCluster.class, type -> start(), SharedE2eCluster.class);
        }

        private static SharedE2eCluster start() {
            E2eSettings settings = E2eSettings.of(System.getProperties());
            try {
                Path directory = Path.of(System.getProperty("basedir", ""), "target", "e2e");
                Files.createDirectories(directory);
                return new SharedE2eCluster(settings, E2eCluster.of(settings), directory.toAbsolutePath());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** Makes the shop; its pods are gone when it is closed. */
    ShopNamespace shop() {
        return ShopNamespace.create(cluster, settings, ShopCluster::images);
    }

    /** Returns a file with a kubeconfig. */
    Path file(String name, String kubeconfig) {
        try {
            return Files.writeString(directory.resolve(name + ".kubeconfig"), kubeconfig);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        cluster.close();
    }
}
