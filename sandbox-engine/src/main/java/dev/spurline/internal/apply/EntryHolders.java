// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.apply;

import dev.spurline.internal.survey.SpurlineLabels;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.OwnerReference;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What the entries of a shared object hang on: the records of their sandboxes, and the anchors that own those.
 *
 * @param records the uids that hold a sandbox, by its key: of its record and of that one's owners
 * @param known whether all records are here; otherwise all sandboxes live, and each owner holds one
 */
record EntryHolders(Map<String, Set<String>> records, boolean known) {

    /** Nobody's: for an object in which nobody else has an entry. */
    static final EntryHolders NONE = new EntryHolders(Map.of(), true);

    /** Those that nobody has asked for: what is dead stays for the next writer, and so do owners that hold nothing. */
    static final EntryHolders UNKNOWN = new EntryHolders(Map.of(), false);

    /** Takes the records that there are. */
    static EntryHolders of(List<ConfigMap> records) {
        Map<String, Set<String>> holders = new HashMap<>();
        records.stream()
                .filter(record -> record.getMetadata().getDeletionTimestamp() == null)
                .forEach(record -> holders.put(SpurlineLabels.on(record, SpurlineLabels.SANDBOX), uids(record)));
        return new EntryHolders(holders, true);
    }

    private static Set<String> uids(ConfigMap record) {
        Set<String> uids = new HashSet<>();
        uids.add(record.getMetadata().getUid());
        record.getMetadata().getOwnerReferences().forEach(owner -> uids.add(owner.getUid()));
        return uids;
    }

    /** Returns whether the sandbox of a key has a record. */
    boolean live(String key) {
        return !known || records.containsKey(key);
    }

    /**
     * Returns the owners that an object is to have: of those it has whatever holds one of the sandboxes that have entries,
     * so that it goes with the last of them, and a new one.
     */
    List<OwnerReference> with(Optional<OwnerReference> owner, HasMetadata there, Set<String> keys) {
        Set<String> holding = new HashSet<>();
        keys.forEach(key -> holding.addAll(records.getOrDefault(key, Set.of())));
        owner.ifPresent(mine -> holding.add(mine.getUid()));
        List<OwnerReference> owners = new ArrayList<>(there.getMetadata().getOwnerReferences().stream()
                .filter(reference -> !known || holding.contains(reference.getUid()))
                .toList());
        owner.filter(mine -> owners.stream().noneMatch(known -> known.getUid().equals(mine.getUid())))
                .ifPresent(owners::add);
        return owners;
    }
}
