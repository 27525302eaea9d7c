// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.routing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.spurline.RoutingKey;
import dev.spurline.internal.survey.CustomKind;
import dev.spurline.internal.survey.SpurlineLabels;
import dev.spurline.internal.survey.Survey;
import dev.spurline.internal.text.JsonTrees;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.Service;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A route object that all sandboxes on a Service share, because Istio follows only one VirtualService a host and caller. This
 * type says what its content is to be, without I/O; {@code internal.apply}, {@code internal.undo} and {@code internal.follow}
 * read and write it.
 *
 * <p>Its list {@code http} has <em>entries</em>, each of which belongs to one sandbox, and after them a <em>tail</em>, which
 * decides about all other requests. Everything else of its spec and the tail are its <em>frame</em>. An entry is one of:
 * <ul>
 *   <li>a slot, {@code {delegate: {name: spurline-<service>-<key>}}} and nothing else; the VirtualService of that name in its
 *       namespace holds the sandbox's rules and is an ordinary route of the sandbox,
 *   <li>a rule of the sandbox itself, with the name {@code spurline-<key>-<number>}: delegates go one level only, so that an
 *       object which is a delegate already has rules in place of slots, and no tail.
 * </ul>
 *
 * <p>What was agreed between who plans and who writes:
 * <ul>
 *   <li>A plan has the object as it would be with this sandbox alone, as an ordinary step of the wave ROUTE, in a later turn
 *       than the delegate. {@link #of} tells it from others by the label {@link SpurlineLabels#SHARED}, the name of the
 *       Service. It has neither the label of a sandbox nor that of an engine: what removes by those does not see it.
 *   <li>Who performs the step creates that object, or, where there is one of its name, writes {@link #joined}. The write
 *       depends on the resourceVersion that was read, and is repeated with what is read anew if that fails.
 *   <li>{@code living} is asked for keys of others after the object was read: whoever adds an entry has its record and its
 *       delegate before. Entries of sandboxes that do not live are dropped by the next writer, whoever that is.
 *   <li>Who closes a sandbox or sweeps writes {@link #left}; if that is empty, it deletes the object, with uid and
 *       resourceVersion as preconditions.
 *   <li>Owners are the records of the living sandboxes in the object's namespace if it is {@link #derived}, else the anchors of
 *       their engines; the functions here leave {@code metadata} as it is but for the annotation {@link #SOURCE} and the
 *       label with the revision of Istio.
 *   <li>If a later plan has another object, {@link #joined} again is what follows; if it has none, {@link #left} is. Where
 *       somebody else has taken the sandbox's entries away, {@link #isIn} is false, and joining again repairs it.
 * </ul>
 *
 * <p>Nobody changes the object: what is read of it is kept, as all sandboxes on a Service look at the same one after each change.
 */
public final class SharedRoute {

    /**
     * Annotation: the foreign object that the frame derives from, as {@code <created> <uid> <generation> <namespace>}; missing if it
     * derives from none. Engines learn of changes at different moments: none writes an earlier state of that object over a
     * later one. Behind that stands the object's namespace, by which an engine knows whether it could have seen it.
     */
    public static final String SOURCE = "spurline.dev/derived-from";

    /** Annotation: the namespaces of whose routes the writer of the frame knew; missing if it knew all. */
    static final String KNOWN = "spurline.dev/knows-routes-of";

    private static final Pattern SLOT = Pattern.compile(".+-([a-z][a-z2-7]{9})");
    private static final int LONGEST_PREFIX = 40;
    private static final Pattern RULE = Pattern.compile("spurline-([a-z][a-z2-7]{9})-[0-9]+");
    private static final String EXPORT_TO = "exportTo";
    private static final List<String> FRAME = List.of("hosts", "gateways");
    private static final String EVERYWHERE = "*";

    private final GenericKubernetesResource object;
    private volatile @Nullable JsonNode spec;
    private volatile @Nullable Map<Optional<String>, List<JsonNode>> elements;

    /**
     * Takes an object.
     *
     * @param object as planned, or as it is there
     */
    public SharedRoute(GenericKubernetesResource object) {
        this.object = object;
    }

    /** Returns the object. */
    public GenericKubernetesResource object() {
        return object;
    }

    /** Returns an object as a shared route, or empty if it is none. */
    public static Optional<SharedRoute> of(HasMetadata object) {
        return object instanceof GenericKubernetesResource custom && SpurlineLabels.shared(object)
                ? Optional.of(new SharedRoute(custom))
                : Optional.empty();
    }

    /** Returns the one that sandboxes on a Service share already, if there is one. */
    static Optional<SharedRoute> on(Service service, Survey survey) {
        ObjectMeta on = service.getMetadata();
        return survey.all(CustomKind.VIRTUAL_SERVICE).stream()
                .filter(object -> object.getMetadata().getNamespace().equals(on.getNamespace())
                        && SpurlineLabels.on(object, SpurlineLabels.SHARED).equals(on.getName()))
                .findFirst()
                .map(SharedRoute::new);
    }

    /**
     * Returns the key of the sandbox that an element of {@code http} is an entry of; empty: it is of the tail.
     *
     * @param service the Service whose sandboxes are meant: the slot for all sandboxes on another may look like one for a sandbox
     */
    static Optional<String> key(JsonNode element, String service) {
        if (element.has("delegate")) {
            String name = element.size() == 1 ? element.at("/delegate/name").asText() : "";
            return key(SLOT, name).filter(key -> isDelegate(name, service, key));
        }
        return key(RULE, element.path("name").asText());
    }

    private static Optional<String> key(Pattern pattern, String name) {
        Matcher matcher = pattern.matcher(name);
        return matcher.matches() ? Optional.of(matcher.group(1)) : Optional.empty();
    }

    /** Engines may have different prefixes for their names. */
    private static boolean isDelegate(String name, String service, String key) {
        return IntStream.rangeClosed(0, Math.min(LONGEST_PREFIX, name.length()))
                .mapToObj(length -> new SandboxNames(name.substring(0, length), new RoutingKey(key)))
                .anyMatch(names -> names.delegate(service).equals(name));
    }

    private Optional<String> key(JsonNode element) {
        return key(element, SpurlineLabels.on(object, SpurlineLabels.SHARED));
    }

    /** Returns the keys of the sandboxes that have entries, in the order in which the mesh follows them. */
    public Set<String> keys() {
        Set<String> keys = new LinkedHashSet<>();
        elements().keySet().forEach(key -> key.ifPresent(keys::add));
        return keys;
    }

    /** Returns whether the entries of this planned object are in one that is there. */
    public boolean isIn(SharedRoute there) {
        return keys().stream().allMatch(key -> there.entries(key).equals(entries(key)));
    }

    /**
     * Returns whether the frame of an object that is there is known to be earlier than this planned one's: somebody has written it who
     * did not know the route that it has to derive from, or not the latest state of that.
     */
    public boolean isLaterThan(SharedRoute there) {
        return !source().isEmpty() && (there.source().isEmpty() || there.isEarlierThan(this));
    }

    /**
     * Returns whether an object that is there says something else of all other requests than this planned one, and neither is known to be
     * of a later state nor derives from what this one's engine cannot see: somebody may have written it who had not seen the routes of others as they are now, and may be gone.
     */
    public boolean hasOtherFrame(SharedRoute there) {
        return !yieldsTo(there)
                && !(tail().equals(there.tail())
                        && ObjectRevision.label(object).equals(ObjectRevision.label(there.object))
                        && FRAME.stream()
                                .allMatch(field ->
                                        spec().path(field).equals(there.spec().path(field))));
    }

    /**
     * Returns whether it is there because of a route of somebody else: its frame derives from one, or one has it as a delegate.
     * Such an object must go with the last sandbox; any other sends all requests where they went without it.
     */
    public boolean derived() {
        return !source().isEmpty() || spec().path("hosts").isEmpty();
    }

    /** Returns whether the content of both is the same, whatever their metadata but for {@link #SOURCE} and the revision of Istio. */
    public boolean sameContent(SharedRoute other) {
        return spec().equals(other.spec())
                && source().equals(other.source())
                && ObjectRevision.label(object).equals(ObjectRevision.label(other.object));
    }

    /**
     * Returns an object that is there with the entries of this planned one. The entries of others stay as they are and where
     * they are, and a sandbox that had none gets the last place before the tail. The frame is the planned one's, unless that
     * derives from an earlier state of the same object, or the other's from an object that could not be seen: whoever follows a change
     * comes last, and whoever sees less leaves it to those who see more. Entries of the other kind go
     * with the frame that had them, as slots and rules exclude each other; their sandboxes follow the same change.
     *
     * @param there the object that is there, which stays as it is
     * @param living whether the sandbox of a key lives; asked for those of others only
     * @return the object to write, with the metadata of the one that is there; its content is the same if nothing is to do
     */
    public SharedRoute joined(SharedRoute there, Predicate<String> living) {
        boolean late = yieldsTo(there);
        if (late && there.elements(Optional::isPresent).stream().anyMatch(this::isOfOtherKind)) {
            return there;
        }
        SharedRoute frame = late ? there : this;
        List<JsonNode> http = withOwn(there, living);
        http.addAll(frame.tail());
        ObjectNode spec = there.spec().deepCopy();
        FRAME.forEach(field -> replace(spec, field, frame.spec().path(field)));
        replace(spec, EXPORT_TO, frame.exportTo(there, this));
        spec.putArray("http").addAll(http);
        return there.with(spec, frame);
    }

    private List<JsonNode> withOwn(SharedRoute there, Predicate<String> living) {
        Set<String> own = keys();
        List<JsonNode> http = new ArrayList<>();
        Set<String> placed = new LinkedHashSet<>();
        for (JsonNode element : there.elements(Optional::isPresent)) {
            String key = key(element).orElseThrow();
            if (own.contains(key) && placed.add(key)) {
                http.addAll(entries(key));
            } else if (!own.contains(key) && !isOfOtherKind(element) && living.test(key)) {
                http.add(element);
            }
        }
        own.stream().filter(key -> !placed.contains(key)).forEach(key -> http.addAll(entries(key)));
        return http;
    }

    /** Returns whether an entry is a slot where this one's are rules, or the other way round. */
    private boolean isOfOtherKind(JsonNode entry) {
        return elements(Optional::isPresent).stream().anyMatch(own -> own.has("delegate") != entry.has("delegate"));
    }

    private static void replace(ObjectNode spec, String field, JsonNode value) {
        if (value.isMissingNode() || value.isEmpty()) {
            spec.remove(field);
        } else {
            spec.set(field, value);
        }
    }

    /**
     * Returns an object that is there without the entries of some sandboxes.
     *
     * @param leaving whether the entries of a key are to go
     * @return the object to write, or empty if no entry would be left: then it is to be deleted
     */
    public Optional<SharedRoute> left(Predicate<String> leaving) {
        List<JsonNode> staying =
                elements(key -> key.isPresent() && key.filter(leaving).isEmpty());
        if (staying.isEmpty()) {
            return Optional.empty();
        }
        ObjectNode spec = spec().deepCopy();
        spec.putArray("http").addAll(staying).addAll(tail());
        return Optional.of(with(spec, this));
    }

    private boolean yieldsTo(SharedRoute there) {
        return isEarlierThan(there) || !couldSee(there);
    }

    /** Returns the namespace of what an object that is there derives from, if this planned one's engine may not read that. */
    public Optional<String> unseenSource(SharedRoute there) {
        return couldSee(there) ? Optional.empty() : Optional.of(there.source().split(" ", -1)[3]);
    }

    private boolean couldSee(SharedRoute there) {
        String known = annotation(KNOWN);
        String[] theirs = there.source().split(" ", -1);
        return known.isEmpty() || theirs.length < 4 || List.of(known.split(" ")).contains(theirs[3]);
    }

    /** A generation counts up as long as an object lives: only of two states of one object is it known which came first. */
    private boolean isEarlierThan(SharedRoute there) {
        String[] mine = source().split(" ", -1);
        String[] theirs = there.source().split(" ", -1);
        return mine.length >= 3
                && theirs.length >= 3
                && mine[1].equals(theirs[1])
                && Long.parseLong(mine[2]) < Long.parseLong(theirs[2]);
    }

    private String source() {
        return annotation(SOURCE);
    }

    private String annotation(String name) {
        var annotations = object.getMetadata().getAnnotations();
        return annotations == null ? "" : annotations.getOrDefault(name, "");
    }

    private JsonNode spec() {
        JsonNode read = spec;
        if (read == null) {
            read = JsonTrees.tree(object).path("spec");
            spec = read;
        }
        return read;
    }

    private JsonNode http() {
        return spec().path("http");
    }

    /** Returns the elements by the keys of their sandboxes, in the order in which the mesh follows them. */
    private Map<Optional<String>, List<JsonNode>> elements() {
        Map<Optional<String>, List<JsonNode>> read = elements;
        if (read == null) {
            read = new LinkedHashMap<>();
            for (JsonNode element : http()) {
                read.computeIfAbsent(key(element), key -> new ArrayList<>()).add(element);
            }
            elements = read;
        }
        return read;
    }

    private List<JsonNode> entries(String key) {
        return elements().getOrDefault(Optional.of(key), List.of());
    }

    private List<JsonNode> tail() {
        return elements().getOrDefault(Optional.empty(), List.of());
    }

    private List<JsonNode> elements(Predicate<Optional<String>> wanted) {
        List<JsonNode> elements = new ArrayList<>();
        http().forEach(element -> {
            if (wanted.test(key(element))) {
                elements.add(element);
            }
        });
        return elements;
    }

    /** Engines know different callers: as long as they share the object, it is for all of them. */
    private JsonNode exportTo(SharedRoute there, SharedRoute planned) {
        JsonNode old = there.spec().path(EXPORT_TO);
        JsonNode wanted = planned.spec().path(EXPORT_TO);
        if (old.isEmpty() || wanted.isEmpty() || has(old, EVERYWHERE) || has(wanted, EVERYWHERE)) {
            return spec().path(EXPORT_TO);
        }
        ArrayNode all = JsonNodeFactory.instance.arrayNode().addAll((ArrayNode) old);
        wanted.forEach(name -> {
            if (!has(all, name.asText())) {
                all.add(name);
            }
        });
        return all;
    }

    private static boolean has(JsonNode names, String name) {
        for (JsonNode each : names) {
            if (each.asText().equals(name)) {
                return true;
            }
        }
        return false;
    }

    private SharedRoute with(ObjectNode spec, SharedRoute frame) {
        ObjectNode tree = (ObjectNode) JsonTrees.tree(object);
        tree.set("spec", spec);
        ObjectNode annotations = tree.withObject("/metadata/annotations");
        set(annotations, SOURCE, frame.source());
        set(annotations, KNOWN, frame.annotation(KNOWN));
        set(
                tree.withObject("/metadata/labels"),
                ObjectRevision.LABEL,
                ObjectRevision.label(frame.object).orElse(""));
        return new SharedRoute(JsonTrees.value(tree, GenericKubernetesResource.class));
    }

    private static void set(ObjectNode texts, String name, String value) {
        if (value.isEmpty()) {
            texts.remove(name);
        } else {
            texts.put(name, value);
        }
    }
}
