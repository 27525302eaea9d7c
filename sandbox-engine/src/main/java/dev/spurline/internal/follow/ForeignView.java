// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.follow;

import dev.spurline.internal.routing.SharedRoute;
import dev.spurline.internal.survey.CustomKind;
import dev.spurline.internal.survey.SpurlineLabels;
import dev.spurline.internal.survey.Survey;
import dev.spurline.internal.watch.ForeignVersions;
import dev.spurline.internal.watch.NamespaceView;
import dev.spurline.internal.watch.ViewFreshness;
import dev.spurline.internal.watch.WatchListener;
import dev.spurline.internal.watch.WatchedObjects;
import dev.spurline.internal.work.Deadline;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Service;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The current routes and Services of others, from the watches of some namespaces. All sandboxes of an engine that are in these
 * namespaces share one: what is derived of the watches is computed once, and kept once.
 */
final class ForeignView {

    private final List<NamespaceView> views;
    private final Set<CustomKind> kinds = EnumSet.noneOf(CustomKind.class);
    private final List<WatchedObjects<? extends HasMetadata>> watches = new ArrayList<>();
    private @Nullable ForeignState state;
    private @Nullable Later later;

    ForeignView(List<NamespaceView> views) {
        this.views = views;
        views.forEach(view -> watches.add(view.services()));
        CustomKind.of(CustomKind.Role.FOREIGN_ROUTE).forEach(this::add);
    }

    /** Returns whether this is the view of these namespaces. */
    boolean isOf(List<NamespaceView> namespaces) {
        return views.equals(namespaces);
    }

    /** Adds a kind that can be watched in all of the namespaces; any other stays as the survey has read it. */
    private void add(CustomKind kind) {
        List<WatchedObjects<GenericKubernetesResource>> found =
                views.stream().flatMap(view -> view.routes(kind).stream()).toList();
        if (found.size() == views.size()) {
            kinds.add(kind);
            watches.addAll(found);
        }
    }

    /** Returns a survey as it would be now. */
    synchronized Survey in(Survey survey) {
        long changes = changes(WatchedObjects::changes);
        if (later == null || later.before != survey || later.changes != changes) {
            Survey now = survey.with(
                    object -> object instanceof Service || kinds.stream().anyMatch(kind -> kind.holds(object)),
                    objects());
            later = new Later(survey, changes, now);
        }
        return later.now;
    }

    /** Returns each object once: with the right to watch all namespaces, every view has the same routes. */
    private Collection<HasMetadata> objects() {
        Map<String, HasMetadata> objects = new LinkedHashMap<>();
        watches.forEach(watched ->
                watched.all().forEach(object -> objects.put(object.getMetadata().getUid(), object)));
        return objects.values();
    }

    private long changes(ToLongFunction<WatchedObjects<?>> counter) {
        return watches.stream().mapToLong(counter).sum();
    }

    private synchronized ForeignState state() {
        // Before the objects: a change that comes meanwhile is looked at once more.
        long changes = changes(WatchedObjects::foreignChanges);
        if (state == null || state.changes() != changes) {
            state = ForeignState.of(changes, objects());
        }
        return state;
    }

    /** Returns the versions of all foreign objects, by which this state differs from others. */
    Set<String> versions() {
        return state().versions();
    }

    /** Returns the versions of the foreign objects that a survey has read. */
    Set<String> versions(Survey survey) {
        Stream<HasMetadata> routes = kinds.stream().flatMap(kind -> survey.all(kind).stream());
        Set<String> read = ForeignVersions.of(Stream.concat(survey.services().stream(), routes));
        Set<String> now = versions();
        return read.equals(now) ? now : read;
    }

    /** Returns what is there of an object that sandboxes share. */
    Optional<SharedRoute> shared(SharedRoute planned) {
        return state().find(planned);
    }

    /** A survey as it was, and as it is after so many changes. */
    private record Later(Survey before, long changes, Survey now) {}

    /** Waits until all watches are open; fails if one is not permitted, or not open in time. */
    void awaitKnown(Deadline deadline) {
        views.forEach(view -> view.awaitOpened(deadline));
    }

    /** Returns how fresh this view is. */
    ViewFreshness freshness() {
        return ViewFreshness.weakest(
                views.stream().map(NamespaceView::foreignFreshness).toList());
    }

    /** Calls a listener at each change; each of the returned actions ends a part of that. */
    Collection<Runnable> follow(Runnable changed) {
        return watches.stream().map(watched -> follow(watched, changed)).toList();
    }

    private static <T extends HasMetadata> Runnable follow(WatchedObjects<T> watched, Runnable changed) {
        return watched.follow(new WatchListener<T>() {
            @Override
            public void changed(T object) {
                gone(object);
            }

            @Override
            public void gone(T object) {
                if (!SpurlineLabels.ofSandbox(object) || SpurlineLabels.shared(object)) {
                    changed.run();
                }
            }

            @Override
            public void turned(ViewFreshness freshness) {
                changed.run();
            }
        });
    }
}
