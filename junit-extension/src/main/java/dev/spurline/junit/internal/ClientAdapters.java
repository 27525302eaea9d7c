// SPDX-License-Identifier: Apache-2.0
package dev.spurline.junit.internal;

import dev.spurline.junit.client.ClientAdapter;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * The kinds of clients that there are.
 *
 * @param usable the adapters
 * @param absent those of our own whose library is not on the class path
 * @param unusable others that could not be loaded, and why
 */
record ClientAdapters(List<ClientAdapter> usable, List<String> absent, List<String> unusable) {

    private static final Pattern OWN =
            Pattern.compile(Pattern.quote(ClientAdapters.class.getPackageName()) + "\\.[a-z0-9]+\\..*");

    /** Returns the adapters of a run of JUnit. */
    static ClientAdapters of(ExtensionContext context) {
        return ContextStores.compute(context.getRoot(), ClientAdapters.class, ClientAdapters::load);
    }

    /** Loads all adapters on the class path. One that is broken, or whose library is absent, does no harm to others. */
    static ClientAdapters load() {
        List<ClientAdapter> usable = new ArrayList<>();
        List<String> absent = new ArrayList<>();
        List<String> unusable = new ArrayList<>();
        Iterator<ServiceLoader.Provider<ClientAdapter>> found =
                ServiceLoader.load(ClientAdapter.class).stream().iterator();
        while (load(found, usable, absent, unusable)) {}
        nameUnlinked(usable, absent, unusable);
        return new ClientAdapters(List.copyOf(usable), List.copyOf(absent), List.copyOf(unusable));
    }

    private static boolean load(
            Iterator<ServiceLoader.Provider<ClientAdapter>> found,
            List<ClientAdapter> usable,
            List<String> absent,
            List<String> unusable) {
        String name = "";
        try {
            if (!found.hasNext()) {
                return false;
            }
            ServiceLoader.Provider<ClientAdapter> next = found.next();
            name = next.type().getName();
            usable.add(questioned(next.get()));
        } catch (ServiceConfigurationError | LinkageError | RuntimeException e) {
            if (e instanceof NoClassDefFoundError && OWN.matcher(name).matches()) {
                absent.add(name);
            } else {
                unusable.add((name.isEmpty() ? "" : "[%s] ".formatted(name)) + "(" + reason(e) + ")");
            }
        }
        return true;
    }

    /** A class that cannot even be linked fails before the loader tells which it is: those of our own are tried again. */
    @SuppressWarnings("ReturnValueIgnored") // What counts is whether it can be linked.
    private static void nameUnlinked(List<ClientAdapter> usable, List<String> absent, List<String> unusable) {
        Set<String> known = new HashSet<>(absent);
        usable.forEach(adapter -> known.add(adapter.getClass().getName()));
        for (String name : own()) {
            if (known.contains(name)) {
                continue;
            }
            try {
                Class.forName(name).getConstructor();
            } catch (NoClassDefFoundError e) {
                absent.add(name);
                unusable.remove("(" + e + ")");
            } catch (ReflectiveOperationException | LinkageError e) {
                // Told already.
            }
        }
    }

    /** Returns the adapters that this module brings. */
    private static List<String> own() {
        String file = "META-INF/services/" + ClientAdapter.class.getName();
        return ClientAdapters.class
                .getClassLoader()
                .resources(file)
                .flatMap(ClientAdapters::lines)
                .filter(OWN.asMatchPredicate())
                .distinct()
                .toList();
    }

    private static Stream<String> lines(URL file) {
        try (InputStream in = file.openStream()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList().stream();
        } catch (IOException e) {
            // The loader, which reads the same file, has told it.
            return Stream.empty();
        }
    }

    /** That a constructor has failed says less than why it has. */
    private static Throwable reason(Throwable failure) {
        return failure instanceof ServiceConfigurationError && failure.getCause() != null
                ? failure.getCause()
                : failure;
    }

    /** Asks all that is asked later: what cannot answer, such as one whose library is absent, fails here. */
    @SuppressWarnings("ReturnValueIgnored") // What counts is whether it answers.
    private static ClientAdapter questioned(ClientAdapter adapter) {
        adapter.supports(Objects.requireNonNull(adapter.type(), "type() is null"));
        adapter.namesService();
        adapter.isShareable();
        adapter.countsRequests();
        return adapter;
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

    /** Returns all adapters of a type. One that fails when it is asked does not claim it. */
    List<ClientAdapter> claimants(Class<?> type) {
        return usable.stream()
                .filter(adapter -> answer(adapter, type).supported())
                .toList();
    }

    private static Answer answer(ClientAdapter adapter, Class<?> type) {
        try {
            return new Answer(adapter.supports(type), "");
        } catch (LinkageError | RuntimeException e) {
            return new Answer(
                    false,
                    "[%s] (supports([%s]) failed: %s)"
                            .formatted(adapter.getClass().getName(), type.getName(), e));
        }
    }

    /**
     * Says which types there are and who brings them.
     *
     * @param baseline whether to say it of {@code @Baseline}
     * @param asked the types that no adapter has claimed
     */
    String describe(boolean baseline, List<Class<?>> asked) {
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
        Stream<String> failed = usable.stream()
                .flatMap(adapter -> asked.stream().map(type -> answer(adapter, type)))
                .map(Answer::failure)
                .filter(failure -> !failure.isEmpty());
        List<String> broken = Stream.concat(unusable.stream(), failed).toList();
        return "it stands on %s. Client adapters: %s%s%s"
                .formatted(
                        forms,
                        names(usable),
                        absent.isEmpty() ? "" : "; without their libraries: " + absent,
                        broken.isEmpty() ? "" : "; not usable: " + String.join(", ", broken));
    }

    private static Stream<String> forms(ClientAdapter adapter) {
        String type = nameOf(adapter.type());
        return adapter.isShareable() ? Stream.of(type) : Stream.of(type, "Supplier<%s>".formatted(type));
    }

    /** Returns the name of a type as one writes it; {@code Builder} alone would say nothing. */
    static String nameOf(Class<?> type) {
        String name = type.getSimpleName();
        return name.equals("Builder") && type.getEnclosingClass() != null
                ? type.getEnclosingClass().getSimpleName() + "." + name
                : name;
    }

    private static String names(List<ClientAdapter> adapters) {
        return adapters.stream()
                .map(adapter -> "[%s]".formatted(adapter.getClass().getName()))
                .collect(Collectors.joining(", "));
    }

    /** What an adapter says of a type, or why it says nothing. */
    private record Answer(boolean supported, String failure) {}
}
