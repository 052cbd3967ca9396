package shop;

import org.springframework.web.bind.annotation.RequestBody;
import org.apache.commons.beanutils.BeanUtils;

@Entity
class Member {
    private String name;
    private boolean admin;
}

@RestController
class Members {
    @PostMapping("/form")
    void form(HttpServletRequest request, Member member) throws Exception {
        // ruleid: java.mass-assignment
        BeanUtils.populate(member, request.getParameterMap());
    }

    @PutMapping("/members/{id}")
    Member replaced(@Valid @RequestBody Member member) {
        // ruleid: java.mass-assignment
        return memberRepository.save(member);
    }

    @PatchMapping("/members/{id}")
    void changed(@PathVariable long id, @RequestBody Map<String, Object> changes) throws Exception {
        Member member = memberRepository.getReferenceById(id);
        // ruleid: java.mass-assignment
        mapper.updateValue(member, changes);
    }

    @PatchMapping("/members/{id}/kept")
    void kept(@PathVariable long id, @RequestBody Map<String, Object> changes) throws Exception {
        Member member = memberRepository.getReferenceById(id);
        changes.keySet().retainAll(EDITABLE);
        // ok: java.mass-assignment
        mapper.updateValue(member, changes);
    }

    @PostMapping("/members")
    Member copied(@RequestBody MemberForm form) {
        Member member = new Member();
        member.setName(form.name());
        // ok: java.mass-assignment
        return memberRepository.save(member);
    }

    @PutMapping("/members/{id}/reset")
    Member reset(@RequestBody Member member) {
        member.setAdmin(false);
        // ok: java.mass-assignment
        return memberRepository.save(member);
    }

    @PostMapping("/notes")
    Note note(@RequestBody NoteRequest note) {
        // ok: java.mass-assignment
        return noteRepository.save(note);
    }
}

class Forms {
    void formOnly(HttpServletRequest request) throws Exception {
        AddressForm given = new AddressForm();
        // ok: java.mass-assignment
        BeanUtils.populate(given, request.getParameterMap());
    }

    void search(HttpServletRequest request, Object searchCriteria) throws Exception {
        // ok: java.mass-assignment
        BeanUtils.populate(searchCriteria, request.getParameterMap());
    }
}
