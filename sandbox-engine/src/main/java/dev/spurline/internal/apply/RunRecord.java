// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.apply;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.OwnerReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What the record of a sandbox says that several engines of one run share: how far it is, who has it and who has had it.
 * Values only: each change is a new record, which is written if nobody else has written meanwhile.
 *
 * @param object the record
 */
public record RunRecord(ConfigMap object) {

    private static final String STATE = "run.state";
    private static final String MEMBER = "run.member.";
    private static final String ENGINE = "run.engine.";

    /** How far the sandbox is. */
    public enum State {
        /** One engine opens it; others wait. */
        OPENING,
        /** It can be joined. */
        LIVE,
        /** It is being removed; others wait until it is gone, and open a new one. */
        ENDING
    }

    /**
     * One who has the sandbox.
     *
     * @param engine the id of the engine
     * @param number tells those of one engine apart that have it one after the other
     * @param anchor the uid of the engine's anchor in the namespace of the record: while that holds, so does this
     */
    public record Member(String engine, int number, String anchor) {

        private String name() {
            return MEMBER + engine + "." + number;
        }
    }

    /** Returns how far the sandbox is; empty if engines do not share it. */
    public Optional<State> state() {
        return Optional.ofNullable(data().get(STATE)).map(State::valueOf);
    }

    /** Returns whether it is open, and has not begun to end. */
    public boolean isLive() {
        return state().filter(State.LIVE::equals).isPresent();
    }

    /** Returns the ids of all engines that have or had the sandbox. */
    public Set<String> engines() {
        return data().keySet().stream()
                .filter(name -> name.startsWith(ENGINE))
                .map(name -> name.substring(ENGINE.length()))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Returns the name of the entry that says that an engine has or had the sandbox. */
    static String entry(String engine) {
        return ENGINE + engine;
    }

    private Map<String, String> data() {
        return Objects.requireNonNullElse(object.getData(), Map.of());
    }

    /** Returns whether somebody has the sandbox whose anchor holds. */
    boolean isHeld(Set<String> holding) {
        return members().anyMatch(name -> holding.contains(data().get(name)));
    }

    /** Returns whether somebody has the sandbox. */
    boolean isOf(Member member) {
        return data().containsKey(member.name());
    }

    private Stream<String> members() {
        return data().keySet().stream().filter(name -> name.startsWith(MEMBER));
    }

    /** Returns the record in another state. */
    RunRecord in(State state) {
        return new RunRecord(
                new ConfigMapBuilder(object).addToData(STATE, state.name()).build());
    }

    /** Returns the record with one more who has the sandbox. */
    RunRecord with(Member member) {
        return new RunRecord(new ConfigMapBuilder(object)
                .addToData(member.name(), member.anchor())
                .addToData(entry(member.engine()), member.anchor())
                .build());
    }

    /** Returns the record without one who had the sandbox. */
    RunRecord without(Member member) {
        return new RunRecord(
                new ConfigMapBuilder(object).removeFromData(member.name()).build());
    }

    /** Returns the record with a further owner. */
    RunRecord ownedBy(OwnerReference anchor) {
        List<OwnerReference> owners = new ArrayList<>(owners());
        if (owners.stream().noneMatch(owner -> owner.getUid().equals(anchor.getUid()))) {
            owners.add(anchor);
        }
        return owned(owners);
    }

    /** Returns the record without an owner, unless nobody else owns it, or its engine has the sandbox again. */
    RunRecord notOwnedBy(String anchor) {
        List<OwnerReference> others = owners().stream()
                .filter(owner -> !owner.getUid().equals(anchor))
                .toList();
        boolean again = members().anyMatch(name -> anchor.equals(data().get(name)));
        return others.isEmpty() || again ? this : owned(others);
    }

    private RunRecord owned(List<OwnerReference> owners) {
        return new RunRecord(new ConfigMapBuilder(object)
                .editMetadata()
                .withOwnerReferences(owners)
                .endMetadata()
                .build());
    }

    List<OwnerReference> owners() {
        return object.getMetadata().getOwnerReferences();
    }
}
