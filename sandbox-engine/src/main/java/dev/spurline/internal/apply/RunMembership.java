// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.apply;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.spurline.SandboxException;
import dev.spurline.internal.anchor.EngineAnchors;
import dev.spurline.internal.apply.RunRecord.Member;
import dev.spurline.internal.apply.RunRecord.State;
import dev.spurline.internal.preflight.LivingSandboxes;
import dev.spurline.internal.survey.SpurlineLabels;
import dev.spurline.internal.text.JsonTrees;
import dev.spurline.internal.work.RetryPolicy;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * One engine's part in a sandbox that the engines of a run share. They meet at the record in the sandbox's own namespace:
 * who creates it opens the sandbox, who finds it live becomes a further owner, and who leaves last leaves it to itself for a
 * while. Each change is written only if nobody has written since the record was read.
 */
public final class RunMembership {

    private static final PatchContext JSON_PATCH = PatchContext.of(PatchType.JSON);
    private static final int CONFLICT = 409;
    private static final int NOT_FOUND = 404;
    private static final AtomicInteger NUMBERS = new AtomicInteger();

    private final KubernetesClient client;
    private final LivingSandboxes living;
    private final String engine;
    private final String home;
    private final String key;
    private volatile boolean opening;
    private final int number = NUMBERS.incrementAndGet();
    private final Map<String, OwnerReference> anchors = new ConcurrentHashMap<>();

    /** How a sandbox was left. */
    public enum Leaving {
        /** Nobody else can have it: whoever left removes it. */
        REMOVABLE,
        /** Others have it. */
        TO_OTHERS,
        /** Nobody has it, and somebody may come. */
        TO_ITSELF
    }

    /**
     * Prepares to have a sandbox; nothing is written yet.
     *
     * @param client the client
     * @param living finds records and anchors
     * @param engine the id of the engine
     * @param home the sandbox's own namespace
     * @param key its key
     */
    public RunMembership(KubernetesClient client, LivingSandboxes living, String engine, String home, String key) {
        this.client = client;
        this.living = living;
        this.engine = engine;
        this.home = home;
        this.key = key;
    }

    /** Returns the record that there is. */
    public Optional<RunRecord> find() {
        return find(home);
    }

    private Optional<RunRecord> find(String namespace) {
        return living.records(namespace).stream()
                .filter(record -> key.equals(SpurlineLabels.on(record, SpurlineLabels.SANDBOX)))
                .findFirst()
                .map(RunRecord::new);
    }

    /** Returns whether a record can be joined: its sandbox is live, and an anchor holds it. */
    public boolean isJoinable(RunRecord record) {
        return record.object().getMetadata().getDeletionTimestamp() == null
                && record.isLive()
                && record.owners().stream().map(OwnerReference::getUid).anyMatch(holding()::contains);
    }

    private Set<String> holding() {
        return living.anchors(home).stream()
                .filter(EngineAnchors::holds)
                .map(anchor -> anchor.getMetadata().getUid())
                .collect(Collectors.toSet());
    }

    /** Returns whether others than this engine have, or had, the sandbox of a record. */
    public boolean isOthers(RunRecord record) {
        return !Set.of(engine).equals(record.engines());
    }

    /** Returns whether this engine has begun to open the sandbox, so that nobody can have joined. */
    public boolean isOpening() {
        return opening;
    }

    /** Returns a planned record as the one who opens the sandbox creates it. */
    HasMetadata opened(HasMetadata planned, OwnerReference anchor) {
        String namespace = planned.getMetadata().getNamespace();
        anchors.put(namespace, anchor);
        opening = true;
        return namespace.equals(home)
                ? new RunRecord(JsonTrees.value(JsonTrees.tree(planned), ConfigMap.class))
                        .with(member())
                        .in(State.OPENING)
                        .object()
                : planned;
    }

    private Member member() {
        return new Member(
                engine, number, Objects.requireNonNull(anchors.get(home)).getUid());
    }

    /**
     * Becomes one of those who have a sandbox, in one of its namespaces.
     *
     * @return the record
     * @throws NotJoinableException if it is not there any more, or not live
     */
    HasMetadata join(HasMetadata planned, OwnerReference anchor) {
        String namespace = planned.getMetadata().getNamespace();
        anchors.put(namespace, anchor);
        boolean there = namespace.equals(home);
        return change(
                        namespace,
                        record -> there && !isJoinable(record)
                                ? Optional.empty()
                                : Optional.of(there ? record.ownedBy(anchor).with(member()) : record.ownedBy(anchor)))
                .orElseThrow(() -> new NotJoinableException(
                        "Sandbox [%s] in namespace [%s] could not be joined: it is no longer live"
                                .formatted(key, namespace)))
                .object();
    }

    /** Lets others join: the sandbox is open. One that has ended meanwhile stays so. */
    public void live() {
        if (change(home, RunMembership::live).isEmpty()) {
            throw new SandboxException(
                    "Sandbox [%s] is gone: its record was deleted, or another JVM of the run has ended it"
                            .formatted(key));
        }
        opening = false;
    }

    private static Optional<RunRecord> live(RunRecord record) {
        return record.state().filter(State.ENDING::equals).isPresent()
                ? Optional.empty()
                : Optional.of(record.in(State.LIVE));
    }

    /** Returns whether other engines have the sandbox, or had it; of one that is gone nobody knows. */
    public boolean isKnownToOthers() {
        return find().map(this::isOthers).orElse(true);
    }

    /**
     * Gives the sandbox up. What is left to others, or to itself, is owned by whoever has it, or by this engine's anchor.
     *
     * @param usable whether it is of use to anybody
     */
    public Leaving leave(boolean usable) {
        if (!anchors.containsKey(home)) {
            // Nothing is written. What there is with this key is another engine's.
            return Leaving.TO_OTHERS;
        }
        Optional<RunRecord> left =
                change(home, record -> record.isOf(member()) ? Optional.of(left(record, usable)) : Optional.empty());
        if (left.isPresent() && !left.get().isLive()) {
            return Leaving.REMOVABLE;
        }
        // Anchors are read after the record: who is in it has made his before.
        if (left.isPresent() && !left.get().isHeld(holding())) {
            return Leaving.TO_ITSELF;
        }
        disown();
        return Leaving.TO_OTHERS;
    }

    private RunRecord left(RunRecord record, boolean usable) {
        RunRecord left = record.without(member());
        return usable ? left : left.in(State.ENDING);
    }

    private void disown() {
        anchors.forEach((namespace, anchor) -> {
            var unused = change(namespace, record -> Optional.of(record.notOwnedBy(anchor.getUid())));
        });
    }

    /** Takes the sandbox from all who might come, unless somebody has come. Returns whether it is to be removed. */
    public boolean endIfNobodyCame() {
        return change(
                        home,
                        record -> record.isHeld(holding()) ? Optional.empty() : Optional.of(record.in(State.ENDING)))
                .isPresent();
    }

    /** Returns the namespaces in which this engine's anchors own it. */
    public Set<String> namespaces() {
        return Set.copyOf(anchors.keySet());
    }

    /**
     * Changes a record.
     *
     * @param change the record as it shall be; empty if it is to stay as it is
     * @return the record as it is now; empty if there is none, or it stays as it is
     */
    private Optional<RunRecord> change(String namespace, Function<RunRecord, Optional<RunRecord>> change) {
        Optional<RunRecord> there = living(namespace);
        Optional<ContendedWrite> attempts = there.map(record -> new ContendedWrite(
                "Changing", record.object(), "fewer JVMs of a run at once do not get in each other's way"));
        while (true) {
            Optional<RunRecord> wanted = there.flatMap(change);
            if (wanted.isEmpty() || wanted.equals(there)) {
                return wanted;
            }
            Optional<RunRecord> written = written(wanted.get());
            if (written.isPresent()) {
                return written;
            }
            int sharers =
                    wanted.get().object().getMetadata().getOwnerReferences().size();
            attempts.ifPresent(lost -> lost.pause(sharers));
            there = living(namespace);
        }
    }

    private Optional<RunRecord> living(String namespace) {
        return find(namespace).filter(record -> record.object().getMetadata().getDeletionTimestamp() == null);
    }

    /** Returns the record as it is then; empty if somebody else has written it. */
    private Optional<RunRecord> written(RunRecord wanted) {
        try {
            return Optional.of(new RunRecord(write(wanted.object())));
        } catch (KubernetesClientException e) {
            if (e.getCode() == CONFLICT || e.getCode() == NOT_FOUND) {
                return Optional.empty();
            }
            throw ObjectWriter.failed("Changing", wanted.object(), e);
        }
    }

    private ConfigMap write(ConfigMap record) {
        ArrayNode patch = JsonNodeFactory.instance.arrayNode();
        // Refused with 409 if somebody has written since.
        patch.addObject()
                .put("op", "replace")
                .put("path", "/metadata/resourceVersion")
                .put("value", record.getMetadata().getResourceVersion());
        patch.addObject()
                .put("op", "add")
                .put("path", "/metadata/ownerReferences")
                .set("value", JsonTrees.tree(record.getMetadata().getOwnerReferences()));
        patch.addObject().put("op", "add").put("path", "/data").set("value", JsonTrees.tree(record.getData()));
        return RetryPolicy.whole(
                "PATCH ConfigMap " + record.getMetadata().getName(),
                () -> client.resource(record).patch(JSON_PATCH, patch.toString()));
    }
}
