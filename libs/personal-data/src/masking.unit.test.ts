import type { JsonObject } from '@yimen/kernel';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PERSONAL_KINDS } from './marks.ts';
import { maskPersonal, maskValue } from './masking.ts';

describe('a masked text', () => {
  it.each([
    ['name', '张三', '张*'],
    ['name', '张三丰', '张**'],
    ['name', '欧阳娜娜', '欧阳**'],
    ['name', '欧阳', '欧*'],
    ['name', '𠮷田', '𠮷*'],
    ['name', 'Jane Doe', 'J***'],
    ['name', '张', '*'],
    ['resident-id', '110101199001011237', '110101********1237'],
    ['phone', '13812341234', '138****1234'],
    ['phone', '+86 13812341234', '138****1234'],
    ['phone', '021-62345678', '********5678'],
    ['phone', '110', '***'],
    ['account', '6222021234567890', '************7890'],
    ['account', '1234', '***'],
    ['address', '上海市黄浦区南京东路街道中山路12号3室', '上海市黄浦区南京东路街道***'],
    ['address', '上海市浦东新区世纪大道100号', '上海市浦东新区世纪大道***'],
    ['address', '广东省广州市越秀区', '***'],
    ['address', '广东省广州市越秀区大院5号', '广东省广州市越秀区***'],
    ['address', '五号楼', '***'],
    ['address', '佛山市禅城区绿景花园5栋1201房（近解放路）', '佛山市禅城区***'],
    ['address', '佛山市禅城区绿景花园（近解放路）', '佛山市禅城区***'],
    ['address', '禅城区季华小区12栋3单元501户B区1', '禅城区***'],
    ['address', '武汉市洪山区武汉大学枫园十二栋三单元', '武汉市洪山区***'],
    ['address', '青岛市市北区大院３号', '青岛市市北区***'],
    ['address', '广西壮族自治区南宁市青秀区东葛苑3栋', '广西壮族自治区南宁市青秀区***'],
    ['address', '连南瑶族自治县大院3号', '连南瑶族自治县***'],
    ['address', '上海市三门路12号', '上海市三门路***'],
    ['address', '季华小区12栋', '***'],
    ['address', '江南花园东区5栋', '***'],
    ['address', '江南苑东区5栋', '***'],
    ['other', '未婚', '***'],
  ] as const)('%s %s is shown as %s', (kind, text, shown) => {
    expect(maskValue(kind, text)).toBe(shown);
  });

  it('shows one character at each end of an identity number in public', () => {
    expect(maskValue('resident-id', '110101199001011237', 'public')).toBe('1****************7');
  });

  it('is the text itself when shown in clear', () => {
    expect(maskValue('phone', '13812341234', 'clear')).toBe('13812341234');
  });

  it('of an address has nothing of what follows the first number', () => {
    const parts = fc.constantFrom(
      '佛山市',
      '禅城区',
      '绿景花园',
      '解放路',
      '街道',
      '小区',
      '5',
      '十二栋',
      'B',
      '（',
      '村',
    );
    fc.assert(
      fc.property(fc.array(parts, { maxLength: 8 }), fc.array(parts, { maxLength: 8 }), (before, after) => {
        const place = before.join('');
        const shown = maskValue('address', `${place}7${after.join('')}`).replace(/\*+$/, '');
        expect(place.startsWith(shown)).toBe(true);
      }),
    );
  });

  it('is never the text itself otherwise', () => {
    fc.assert(
      fc.property(fc.constantFrom(...PERSONAL_KINDS), fc.string({ minLength: 1 }), (kind, text) => {
        fc.pre(!/^\*+$/.test(text.trim()));
        expect(maskValue(kind, text)).not.toBe(text);
        expect(maskValue(kind, text, 'public')).not.toBe(text);
      }),
    );
  });
});

describe('a masked value', () => {
  const schema = {
    properties: {
      name: { 'x-personal': 'name' },
      home: { 'x-personal': 'other', properties: { street: {}, floors: {} } },
      phones: { items: { 'x-personal': 'phone' } },
      people: { items: { properties: { name: { 'x-personal': 'name' } } } },
    },
  } as unknown as JsonObject;
  const value = {
    name: '张三',
    home: { street: '中山路', floors: 3 },
    phones: ['13812341234'],
    people: [{ name: '李四', age: 4 }],
    company: '一门',
  };

  it('keeps its shape, hides its personal texts and leaves out personal numbers', () => {
    expect(maskPersonal(schema, value)).toEqual({
      name: '张*',
      home: { street: '***' },
      phones: ['138****1234'],
      people: [{ name: '李*', age: 4 }],
      company: '一门',
    });
  });

  it('is the value itself in clear', () => {
    expect(maskPersonal(schema, value, 'clear')).toEqual(value);
  });
});
