// SPDX-License-Identifier: Apache-2.0
package dev.spurline.junit.internal;

import dev.spurline.junit.client.ClientAdapter;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * The kinds of clients that there are.
 *
 * @param usable the adapters
 * @param unusable those that could not be loaded, and why
 */
record ClientAdapters(List<ClientAdapter> usable, List<String> unusable) {

    /** Returns the adapters of a run of JUnit. */
    static ClientAdapters of(ExtensionContext context) {
        return ContextStores.compute(context.getRoot(), ClientAdapters.class, ClientAdapters::load);
    }

    /** Loads all adapters on the class path. One that is broken, or whose library is absent, does no harm to others. */
    static ClientAdapters load() {
        List<ClientAdapter> usable = new ArrayList<>();
        List<String> unusable = new ArrayList<>();
        Iterator<ServiceLoader.Provider<ClientAdapter>> found =
                ServiceLoader.load(ClientAdapter.class).stream().iterator();
        while (load(found, usable, unusable)) {}
        return new ClientAdapters(List.copyOf(usable), List.copyOf(unusable));
    }

    private static boolean load(
            Iterator<ServiceLoader.Provider<ClientAdapter>> found, List<ClientAdapter> usable, List<String> unusable) {
        String name = "";
        try {
            if (!found.hasNext()) {
                return false;
            }
            ServiceLoader.Provider<ClientAdapter> next = found.next();
            name = "[%s] ".formatted(next.type().getName());
            ClientAdapter adapter = next.get();
            Class<?> unused = adapter.type(); // fails here, where its library is absent
            usable.add(adapter);
        } catch (ServiceConfigurationError | LinkageError e) {
            // That a constructor has failed says less than why it has.
            Throwable reason = e instanceof ServiceConfigurationError && e.getCause() != null ? e.getCause() : e;
            unusable.add(name + "(" + reason + ")");
        }
        return true;
    }

    /**
     * Returns the adapter of a type.
     *
     * @throws IllegalArgumentException if there are several
     */
    Optional<ClientAdapter> find(Class<?> type) {
        List<ClientAdapter> claimants = claimants(type);
        if (claimants.size() > 1) {
            throw new IllegalArgumentException("[%s] is claimed by %d client adapters: %s. Keep one of them"
                    .formatted(type.getName(), claimants.size(), names(claimants)));
        }
        return claimants.stream().findFirst();
    }

    /** Returns all adapters of a type. */
    List<ClientAdapter> claimants(Class<?> type) {
        return usable.stream().filter(adapter -> adapter.supports(type)).toList();
    }

    /**
     * Says which types there are and who brings them.
     *
     * @param baseline whether to say it of {@code @Baseline}
     */
    String describe(boolean baseline) {
        List<String> named = usable.stream()
                .filter(ClientAdapter::namesService)
                .flatMap(ClientAdapters::forms)
                .toList();
        List<String> unnamed = usable.stream()
                .filter(adapter -> !baseline && !adapter.namesService())
                .flatMap(ClientAdapters::forms)
                .toList();
        String forms = String.join(", ", named)
                + (unnamed.isEmpty() ? "" : ", or without a service on " + String.join(", ", unnamed));
        return "it stands on %s. Client adapters: %s%s"
                .formatted(
                        forms, names(usable), unusable.isEmpty() ? "" : "; not usable: " + String.join(", ", unusable));
    }

    private static Stream<String> forms(ClientAdapter adapter) {
        String type = adapter.type().getSimpleName();
        return adapter.isShareable() ? Stream.of(type) : Stream.of(type, "Supplier<%s>".formatted(type));
    }

    private static String names(List<ClientAdapter> adapters) {
        return adapters.stream()
                .map(adapter -> "[%s]".formatted(adapter.getClass().getName()))
                .collect(Collectors.joining(", "));
    }
}
